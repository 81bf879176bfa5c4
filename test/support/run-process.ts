import { spawn } from 'node:child_process'
import { startOf, withoutNode } from './node-under-test.ts'

/** The built program, as it is shipped; `npm test` builds it first. */
export const program = new URL('../../dist/rollcall.js', import.meta.url).pathname

/** What a run of the program came to. `code` is null when a signal ended it. */
export type Run = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** What a run is given beside its arguments. */
export type RunOptions = { input?: string; environment?: NodeJS.ProcessEnv }

/** Runs the built program as a process, without a terminal. */
export function runProcess(
  args: readonly string[],
  { input = '', environment = {}, folder, node }: RunOptions & { folder?: string; node?: string } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(...startOf(program, args, node), {
      cwd: folder,
      env: { ...cleanEnvironment(), ...withoutNode, ...environment },
    })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, ...output }))
    // A program that ends without reading closes the pipe; that is no failure of the test.
    child.stdin.on('error', () => undefined).end(input)
  })
}

/** The tests' own environment without what would change the program's behaviour. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const {
    ROLLCALL_HOME: _home,
    ROLLCALL_GOOGLE: _google,
    NO_COLOR: _colour,
    FORCE_COLOR: _force,
    ...rest
  } = process.env
  return rest
}
