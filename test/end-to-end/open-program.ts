import type { ExecutionContext } from 'ava'
import { startOf, withoutNode } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import type { Workplace } from '../support/workplace.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** The built program in a terminal; it is ended with the test. */
export function openProgram(t: ExecutionContext, args: readonly string[], options: TerminalOptions = {}): Terminal {
  const environment = { ...withoutNode, ...options.environment }
  const terminal = openTerminal(...startOf(program, args), { ...options, environment })
  t.teardown(() => endProgram(terminal))
  return terminal
}

/** Ends a program as a lost connection does, so that it cleans up; one that does not listen is killed. */
export async function endProgram(terminal: Terminal): Promise<void> {
  const send = (signal: NodeJS.Signals): void => {
    try {
      process.kill(terminal.pid, signal)
    } catch {
      // It has ended.
    }
  }
  send('SIGTERM')
  send('SIGCONT')
  const patience = setTimeout(() => send('SIGKILL'), 10_000)
  await terminal.ended
  clearTimeout(patience)
}

/** The arguments that lead to a workplace. */
export const at = (place: Workplace): string[] => ['--home', place.home.folder, '--google', place.google.url]

/** The nine steps of the setup, each with the words that say it is there and takes keys. */
export const setUpSteps: readonly (readonly [step: string, ready: string])[] = [
  ['Step 1 of 9', 'Quickest'],
  ['Step 2 of 9', 'Key file'],
  ['Step 3 of 9', 'An administrator who may'],
  ['Step 4 of 9', 'All checks passed'],
  ['Step 5 of 9', 'None chosen'],
  ['Step 6 of 9', 'Automatic deletion'],
  ['Step 7 of 9', 'Own archive: delete'],
  ['Step 8 of 9', 'Client secret'],
  ['Step 9 of 9', 'row 1 of'],
]

/** Goes on from the first screen on a machine where nothing is set up; a setup that has begun has none. */
export async function startSetUp(terminal: Terminal): Promise<void> {
  const screen = await terminal.waitFor(/› Start setup|Step \d of 9/)
  if (screen.includes('Start setup')) terminal.press('enter')
}

/** Resolves when this step of the setup, from 1, is there and takes keys. */
export async function waitForStep(terminal: Terminal, number: number): Promise<void> {
  const [step = '', ready = ''] = setUpSteps[number - 1] ?? []
  if (number === 1) await startSetUp(terminal)
  await terminal.waitFor((screen) => screen.includes(step) && screen.includes(ready))
}
