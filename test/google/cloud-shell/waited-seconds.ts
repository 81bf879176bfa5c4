import { existsSync, readFileSync } from 'node:fs'

/** How long the script has waited, by what the `sleep` of the tests wrote down beside this file. */
export function waitedSeconds(stateFile: string): number {
  const file = `${stateFile}.slept`
  if (!existsSync(file)) return 0
  return readFileSync(file, 'utf8')
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0)
}
