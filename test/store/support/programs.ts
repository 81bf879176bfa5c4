import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { nodeUnderTest, testProgram } from '../../support/node-under-test.ts'

/** A program of this folder that runs beside the test, with its output line by line. */
export type Program = {
  process: ChildProcessByStdio<Writable, Readable, null>
  /** The next line; null at the end of the output. */
  line: () => Promise<string | null>
  /** Sends a line. */
  go: () => void
  ended: Promise<unknown>
}

/**
 * Starts a TypeScript program that lies beside this file.
 *
 * @param within a program that starts it, with its parameters
 */
export function startProgram(
  name: string,
  parameters: string[],
  environment: NodeJS.ProcessEnv = {},
  within: readonly string[] = [],
): Program {
  const [program = nodeUnderTest, ...line] = [
    ...within,
    nodeUnderTest,
    testProgram(`test/store/support/${name}`),
    ...parameters,
  ]
  const child = spawn(program, line, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // A program that was killed no longer listens.
  child.stdin.on('error', () => undefined)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    process: child,
    line: async () => {
      const next = await lines.next()
      return next.done ? null : next.value
    },
    go: () => {
      child.stdin.write('go\n')
    },
    ended: once(child, 'exit'),
  }
}
