import type { Progress } from '../../../operations/context.ts'
import { afterMilliseconds, progressWords, stageWords } from '../../../views/progress-words.ts'

/** Shows progress on standard error. */
export type ProgressReporter = {
  report(progress: Progress): void
  /** Writes a whole line, above the one that is drawn over. */
  line(text: string): void
  /** Leaves nothing behind that was drawn over. */
  end(): void
}

const eraseLine = '\r\u001b[K'
const millisecondsBetweenDrawings = 100

/**
 * @param mode `live` draws one line over and over, and counts waits down; `stages` writes a line for each stage once;
 *   `silent` writes nothing
 */
export function createProgressReporter(
  mode: 'live' | 'stages' | 'silent',
  stream: NodeJS.WriteStream,
): ProgressReporter {
  const announced = new Set<string>()
  let drawnAt = 0
  let drawn = false
  let countdown: NodeJS.Timeout | undefined
  const clear = () => {
    clearInterval(countdown)
    if (drawn) stream.write(eraseLine)
    drawn = false
  }
  const draw = (progress: Progress) => {
    stream.write(eraseLine + progressWords(progress).slice(0, (stream.columns || 80) - 1))
    drawnAt = Date.now()
    drawn = true
  }
  return {
    report(progress) {
      if (mode === 'stages' && !announced.has(stageWords(progress))) {
        announced.add(stageWords(progress))
        stream.write(`${stageWords(progress)}\n`)
      }
      if (mode !== 'live') return
      if (progress.stage === 'waiting') {
        clearInterval(countdown)
        const begun = Date.now()
        draw(progress)
        countdown = setInterval(() => draw(afterMilliseconds(progress, Date.now() - begun)), 1000)
        // A wait that is counted down does not keep the program from ending.
        countdown.unref()
      } else if (Date.now() - drawnAt >= millisecondsBetweenDrawings) {
        clearInterval(countdown)
        draw(progress)
      }
    },
    line(text) {
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}
