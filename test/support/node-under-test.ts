import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The Node that runs the built program; the tests themselves may run on a newer one, which AVA needs. */
export const nodeUnderTest = process.env.ROLLCALL_NODE ?? process.execPath

/** The executable that is tested in the place of the built file, where `npm run test:executable` names one. */
export const executableUnderTest = process.env.ROLLCALL_EXECUTABLE ?? null

/** An environment in which no Node is found. */
export const withoutNode: { PATH?: string } = executableUnderTest === null ? {} : { PATH: '/nonexistent' }

/** What starts the program that is tested: the built file on a Node, or an executable that needs none. */
export function startOf(built: string, args: readonly string[], node = nodeUnderTest): [string, string[]] {
  return executableUnderTest === null ? [node, [built, ...args]] : [executableUnderTest, [...args]]
}

const root = new URL('../..', import.meta.url).pathname

/**
 * The file to run for a program of the tests, as `.ci/compile-tests.js` compiled it.
 *
 * @param path from the root of the project, such as `test/tui/programs/menu.tsx`
 */
export function testProgram(path: string): string {
  const compiled = join(root, '.cache/tests', path.replace(/\.tsx?$/, '.js'))
  if (!existsSync(compiled)) throw new Error(`${path} is not compiled: run the tests with \`npm run test:only\``)
  return compiled
}
