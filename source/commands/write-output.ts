/**
 * Writes to standard output and waits until the system has it. A reader that has seen enough (`| head`) is no failure.
 *
 * @throws the system's error for every other reason, such as a full disk
 */
export async function writeOutput(text: string): Promise<void> {
  if (text === '') return
  const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    process.stdout.write(text, (failure) => resolve(failure ?? null))
  })
  if (error !== null && error.code !== 'EPIPE') throw error
}

/** A write that fails also emits an event, which would end the program with a stack trace if nobody listened. */
export function ignoreStreamErrors(): void {
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
}
