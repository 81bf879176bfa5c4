import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Run } from './run-process.ts'

/** A program that is talked to while it runs. */
export type RunningProgram = {
  type: (line: string) => void
  interrupt: () => void
  signal: (name: NodeJS.Signals) => void
  /** What the first group of an expression finds in the output, as soon as it does; rejects when the program ends before. */
  find: (output: 'stdout' | 'stderr', wanted: RegExp) => Promise<string>
  ended: Promise<Run>
}

/** Starts a program with pipes for all three streams. */
export function startProgram(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv; descriptors?: readonly number[] },
): RunningProgram {
  const { descriptors = [], ...rest } = options
  const child = spawn(command, args, {
    ...rest,
    stdio: ['pipe', 'pipe', 'pipe', ...descriptors],
  }) as ChildProcessWithoutNullStreams
  const output = { stdout: '', stderr: '' }
  const looking = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
      for (const look of looking) look()
    })
  }
  const ended = new Promise<Run>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...output })))
  return {
    type: (line) => child.stdin.write(`${line}\n`),
    interrupt: () => child.kill('SIGINT'),
    signal: (name) => child.kill(name),
    find: (name, wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = wanted.exec(output[name])?.[1]
          if (found !== undefined) resolve(found)
        }
        looking.add(look)
        look()
        void ended.then(() => reject(new Error(`It ended without ${wanted}: ${output.stderr}`)))
      }),
    ended,
  }
}

/** Signs in at the address that a test of the sign-in shows, as a browser would, and pastes where that leads. */
export async function signInAndPaste(running: RunningProgram): Promise<Run> {
  const address = await running.find('stderr', /^Open: (\S+)$/m)
  const { headers } = await fetch(address, { redirect: 'manual' })
  running.type(headers.get('location') ?? '')
  return running.ended
}
