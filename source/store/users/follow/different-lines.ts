/** Large enough that the comparison of whole pieces is what takes the time. */
const piece = 64 * 1024

const lineEnd = 10

/**
 * The lines in which two texts differ, from the first to the last one, with one line around them that is the same in both.
 * Whatever is the same before and behind is compared as bytes: making text of 27 MB takes longer than all else.
 *
 * @param before a text in which each line ends with a line feed, as the other one
 */
export function differentLines(before: Buffer, after: Buffer): [before: string[], after: string[]] {
  const most = Math.min(before.length, after.length)
  const start = startOfLineBefore(before, sameAtStart(before, after, most))
  const same = sameAtEnd(before, after, most - start)
  const end = (text: Buffer): number => endOfLineAfter(text, text.length - same)
  return [linesIn(before.subarray(start, end(before))), linesIn(after.subarray(start, end(after)))]
}

function linesIn(text: Buffer): string[] {
  return text.length === 0 ? [] : text.toString('utf8').slice(0, -1).split('\n')
}

/** How many bytes are the same at the start of both. */
function sameAtStart(before: Buffer, after: Buffer, most: number): number {
  let same = 0
  while (same + piece <= most && before.compare(after, same, same + piece, same, same + piece) === 0) same += piece
  while (same < most && before[same] === after[same]) same += 1
  return same
}

/** How many bytes are the same at the end of both. */
function sameAtEnd(before: Buffer, after: Buffer, most: number): number {
  const [b, a] = [before.length, after.length]
  let same = 0
  while (same + piece <= most && before.compare(after, a - same - piece, a - same, b - same - piece, b - same) === 0) {
    same += piece
  }
  while (same < most && before[b - same - 1] === after[a - same - 1]) same += 1
  return same
}

/** Where the line begins that stands before the one of this place. */
function startOfLineBefore(text: Buffer, place: number): number {
  const own = place === 0 ? -1 : text.lastIndexOf(lineEnd, place - 1)
  return own <= 0 ? 0 : text.lastIndexOf(lineEnd, own - 1) + 1
}

/** Where the line ends that stands behind the one of this place. */
function endOfLineAfter(text: Buffer, place: number): number {
  const own = text.indexOf(lineEnd, place)
  const next = own === -1 ? -1 : text.indexOf(lineEnd, own + 1)
  return next === -1 ? text.length : next + 1
}
