import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import type { UserStore } from '../../../source/sync/user.ts'
import { freePort } from '../../support/free-port.ts'
import { startProgram } from '../../support/running-program.ts'
import type { Workplace } from '../../support/workplace.ts'
import { Browser } from '../../web/support/browser.ts'
import { type DebianRoot, rootEnvironment } from './debian-root.ts'

const ada = 'ada.lovelace@example.com'

/** The home that a package or the installer makes. */
export const home = '/var/lib/rollcall'

/**
 * Sets up what was installed in a root and synchronizes, as the account of the service and without naming its home; then
 * somebody signs in.
 */
export async function synchronizeAndSignIn(
  t: ExecutionContext<unknown>,
  root: DebianRoot,
  place: Workplace,
): Promise<void> {
  const { google } = place
  const at = ['--google', google.url]
  const port = await freePort()
  writeFileSync(root.path('/tmp/key.json'), JSON.stringify(google.key), { mode: 0o644 })
  writeFileSync(root.path('/tmp/client.json'), JSON.stringify(clientFile(google.oidc)), { mode: 0o644 })
  const setup = ['setup', '--key', '/tmp/key.json', '--admin', google.admin, '--oauth-client', '/tmp/client.json']
  await root.must(['rollcall', ...setup, '--host', 'localhost', '--port', String(port), ...at], 'rollcall')
  t.regex(await root.must(['rollcall', 'sync', ...at], 'rollcall'), /Created \d+ users/)

  const serve = ['rollcall', 'serve', '--listen', `127.0.0.1:${port}`, ...at]
  const [command, args] = root.inside(serve, 'rollcall')
  const serving = startProgram(command, args, { env: rootEnvironment })
  t.teardown(async () => {
    serving.interrupt()
    await serving.ended
  })
  await serving.find('stderr', /(ready)/)
  const browser = new Browser(`http://localhost:${port}`)
  t.is((await browser.get('/auth')).status, 401)
  await browser.signIn(ada)
  t.is((await browser.get('/auth')).headers.get('remote-user'), ada)
  serving.interrupt()
  await serving.ended
}

/** An OAuth client's file, as Google hands it out. */
export const clientFile = ({ clientId, clientSecret }: Workplace['google']['oidc']) => ({
  web: { client_id: clientId, client_secret: clientSecret },
})

/** What must outlive everything that is done to the program: each file of the home with its content, its mode and its owner. */
export function kept(root: DebianRoot): Map<string, string> {
  const folder = root.path(home)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name)
      const { mode, uid } = statSync(path)
      const digest = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : ''
      return [path.slice(folder.length), `${mode.toString(8)} ${uid} ${digest}`]
    }),
  )
}

/** The users in the home of a root. */
export const usersIn = (root: DebianRoot): UserStore['users'] =>
  JSON.parse(readFileSync(root.path(`${home}/users.json`), 'utf8')).users
