import type { Progress } from '../../../operations/context.ts'
import { grouped } from '../../../text/numbers.ts'
import type { Line } from '../../text/line.ts'
import type { Glyphs } from '../../theme/glyphs.ts'

/** How far a stage of known length has come. */
type Part = { done: number; of: number }

/** How far work has come, where that is known. */
export function partOf(progress: Progress): Part | null {
  return 'of' in progress && progress.of > 0 ? { done: Math.min(progress.done, progress.of), of: progress.of } : null
}

/**
 * The seconds that a stage still takes if it goes on as it went; null while too little is done to tell.
 *
 * @param seconds since the first of them was done
 */
export function secondsLeft({ done, of }: Part, seconds: number): number | null {
  return seconds < 2 || done === 0 ? null : Math.ceil((seconds / done) * (of - done))
}

/** The widest bar; more says no more. */
const widest = 40

/** A bar with its counts: `████░░░░  120 of 240  about 30 s left`. */
export function progressBar(part: Part, seconds: number, columns: number, glyphs: Glyphs): Line {
  const left = secondsLeft(part, seconds)
  const words = `  ${grouped(part.done)} of ${grouped(part.of)}${left === null ? '' : `  about ${timeWords(left)} left`}`
  const width = Math.max(4, Math.min(widest, columns - 40))
  const full = Math.floor((part.done / part.of) * width)
  return [
    { text: glyphs.full.repeat(full), tone: 'accent' },
    { text: glyphs.empty.repeat(width - full), dim: true },
    { text: words },
  ]
}

/** A length of time: `45 s`, `3 min 05 s`. */
export function timeWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
