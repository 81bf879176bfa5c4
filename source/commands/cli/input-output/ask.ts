import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { interrupted } from '../../../sync/problems.ts'
import { commandProblem } from '../problems.ts'
import type { Asking, Streams } from './streams.ts'

/** Whether there is somebody who can be asked. */
export const canAsk = ({ input, errors }: Streams): boolean => input.isTTY === true && errors.isTTY === true

/** Asks a question that is answered with y or n; anything but y is no. The question goes to standard error. */
export async function confirm(question: string, asking: Asking): Promise<boolean> {
  const answer = await askLine(`${question} [y/N] `, asking.streams.errors, asking)
  return /^y(es)?$/i.test(answer.trim())
}

/**
 * Asks for a password twice, without showing it. Without a terminal the first line of standard input is taken.
 *
 * @throws Problem `passwordMissing` when none is given or the two differ
 */
export async function askPassword(asking: Asking): Promise<string> {
  if (!canAsk(asking.streams)) {
    const line = await askLine('', silent(), asking)
    if (line === '') throw commandProblem('passwordMissing', { why: 'Standard input held no password.' })
    return line
  }
  const first = await askHidden('Password: ', asking)
  if (first === '') throw commandProblem('passwordMissing', { why: 'Nothing was typed.' })
  if (first !== (await askHidden('The same again: ', asking)))
    throw commandProblem('passwordMissing', { why: "The passwords don't match." })
  return first
}

/** Asks for a secret on a terminal, without showing what is typed. */
export async function askHidden(prompt: string, asking: Asking): Promise<string> {
  asking.streams.errors.write(prompt)
  try {
    // With a terminal and an output that shows nothing, readline echoes nothing.
    return await askLine('', silent(), asking, true)
  } finally {
    asking.streams.errors.write('\n')
  }
}

async function askLine(
  prompt: string,
  output: Writable,
  { streams, signal }: Asking,
  terminal = false,
): Promise<string> {
  const reader = createInterface({ input: streams.input, output, terminal })
  const closed = new Promise<string>((resolve, reject) => {
    // With a terminal of its own readline takes Ctrl-C for itself, as the end of the input if nobody listens.
    reader.once('SIGINT', () => reject(interrupted()))
    reader.once('close', () => resolve(''))
  })
  try {
    return await Promise.race([reader.question(prompt, { signal }), closed])
  } catch {
    throw interrupted()
  } finally {
    reader.close()
  }
}

const silent = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })
