import xterm from '@xterm/headless'
import test from 'ava'
import fc from 'fast-check'
import { parseLine } from '../../../source/tui/terminal/cells.ts'
import { difference } from '../../../source/tui/terminal/frame-difference.ts'

const columns = 20

/** What a terminal shows after the lines have been drawn one after the other in its first row. */
async function shown(...lines: string[]): Promise<string> {
  const terminal = await drawn(false, lines)
  const text = terminal.buffer.active.getLine(0)?.translateToString(true).trimEnd() ?? ''
  terminal.dispose()
  return text
}

/** The letters and the grounds of the first row. */
async function cellsOf(erases: boolean, lines: readonly string[]): Promise<unknown[]> {
  const terminal = await drawn(erases, lines)
  const row = terminal.buffer.active.getLine(0)
  const cells = Array.from({ length: columns }, (_, column) => {
    const cell = row?.getCell(column)
    return [cell?.getChars().trim() ?? '', cell?.getBgColor()]
  })
  terminal.dispose()
  return cells
}

async function drawn(erases: boolean, lines: readonly string[]): Promise<InstanceType<typeof xterm.Terminal>> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 2, allowProposedApi: true })
  let before = parseLine('', columns)
  for (const line of lines) {
    const after = parseLine(line, columns)
    await new Promise<void>((done) => terminal.write(difference([before], [after], { columns, erases }, null), done))
    before = after
  }
  return terminal
}

test('a line drawn over another looks like the line drawn alone', async (t) => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '漢', '字', 'é'), maxLength: columns })
  const looksAlike = fc.asyncProperty(line, line, async (first, second) => {
    return (await shown(first, second)) === (await shown(second))
  })
  await t.notThrowsAsync(fc.assert(looksAlike))
})

test('a character of four columns gives way as a whole, and what follows it keeps its column', async (t) => {
  t.is(await shown('क्ष्म्य|', 'ab  |'), 'ab  |')
  t.is((await shown('abcd|', 'क्ष्म्य|')).indexOf('|'), (await shown('क्ष्म्य|')).indexOf('|'))
  t.is(
    parseLine('क्ष्म्य|', columns).findIndex(({ text }) => text === '|'),
    4,
  )
})

test('blanks that are erased to look like blanks that are written, in a colour too', async (t) => {
  const piece = fc.constantFrom('a', ' ', '            ', '\u001b[30;46m', '\u001b[m', '漢')
  const line = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  const same = fc.asyncProperty(line, line, async (first, second) => {
    t.deepEqual(await cellsOf(true, [first, second]), await cellsOf(false, [first, second]))
  })
  await fc.assert(same)
})
