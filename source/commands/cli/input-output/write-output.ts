import { gathered } from '../../../text/collect.ts'
import type { Streams } from './streams.ts'

/**
 * Writes to standard output and waits until the system has it. A reader that has seen enough (`| head`) is no failure.
 *
 * @param text in pieces where it may be very long
 * @throws the system's error for every other reason, such as a full disk
 */
export async function writeOutput(text: string | Iterable<string>, output: Streams['output']): Promise<void> {
  for (const piece of typeof text === 'string' ? [text] : gathered(text)) {
    if (piece === '') continue
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      output.write(piece, (failure) => resolve(failure ?? null))
    })
    if (error?.code === 'EPIPE') return
    if (error !== null) throw error
  }
}

/** A write that fails also emits an event, which would end the program with a stack trace if nobody listened. */
export function ignoreStreamErrors({ output, errors }: Streams): void {
  output.on('error', () => undefined)
  errors.on('error', () => undefined)
}
