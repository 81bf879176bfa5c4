import { type ChildProcess, spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'
import type { AfterReport } from './follow-up-state.ts'

/** How long a command after a commit may take, in milliseconds. */
const longestRun = 60_000

/** A command that does not end when it is asked to is killed after so many milliseconds. */
const longestFarewell = 5_000

/** Of what a command prints, this much of the end is kept, in characters. */
const longestOutput = 8_000

/**
 * Runs a shell's command with a text on its standard input, in a process group of its own, so that Ctrl-C meant for
 * Rollcall does not end it. What still runs after the time limit is ended with everything it started.
 *
 * @returns what became of it; it never throws
 */
export async function runCommand(
  command: string,
  input: Iterable<string>,
  environment: NodeJS.ProcessEnv,
  timeLimit = longestRun,
): Promise<Omit<AfterReport, 'again'>> {
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: '/',
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8')
    stream.on('data', (data: Buffer) => {
      output = (output + decoder.write(data)).slice(-longestOutput)
    })
  }
  // A command may end without reading what it is told.
  child.stdin.on('error', () => undefined)
  child.stdin.end([...input].join(''))
  let isLate = false
  const killer = setTimeout(() => {
    isLate = true
    end(child, 'SIGTERM')
  }, timeLimit)
  const harder = setTimeout(() => end(child, 'SIGKILL'), timeLimit + longestFarewell)
  const exitCode = await ended(child)
  clearTimeout(killer)
  clearTimeout(harder)
  return {
    command,
    outcome: isLate ? 'timedOut' : exitCode === 0 ? 'done' : 'failed',
    exitCode,
    output: output.trimEnd(),
  }
}

/** Something that the command left running may hold its output open, and is not waited for longer than this. */
const longestEcho = 1_000

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', (code) => {
      const echo = setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
        resolve(code)
      }, longestEcho)
      child.once('close', () => {
        clearTimeout(echo)
        resolve(code)
      })
    })
  })
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It has just ended.
  }
}
