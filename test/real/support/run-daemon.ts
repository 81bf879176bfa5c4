import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import test, { type ExecutionContext, type TestFn } from 'ava'

/** A test that needs programs of the system; skipped, and said so, where one of them is missing. */
export function withPrograms(...paths: string[]): TestFn | TestFn['skip'] {
  return paths.every((path) => existsSync(path)) ? test : test.skip
}

/** Starts a program that stays in the foreground, waits until it listens, and ends it with the test. */
export async function runDaemon(
  t: ExecutionContext<unknown>,
  command: string,
  args: readonly string[],
  port: number,
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data
    })
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  t.teardown(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
  })
  while (!(await answers(port))) {
    if (hasEnded) throw new Error(`${command} ended: ${output}`)
  }
}

/** Whether something takes connections on a port. A refusal comes at once, and the next try after a turn of the loop. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => setTimeout(() => resolve(false), 50))
  })
}
