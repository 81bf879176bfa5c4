import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** The folder that holds the npm clients of other people and the scripts that walk them; `.ci/clients.js` makes it. */
export function npmClients(): string {
  const lock = createHash('sha256').update(readFileSync('test/real/clients/package-lock.json')).digest('hex')
  return resolve('.cache/clients', lock.slice(0, 16))
}
