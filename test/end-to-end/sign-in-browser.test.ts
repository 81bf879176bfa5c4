import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { saveOAuthClient } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { directoryIdFor } from '../../source/simulator/organization/organization.ts'
import { freePort } from '../support/free-port.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { user } from '../sync/builders.ts'

const ada = 'ada@example.com'
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin@example.com', ada].map((primaryEmail) => ({ primaryEmail, name: { fullName: 'Ada' } })),
}
const chromium = '/usr/bin/chromium'
const withChromium = existsSync(chromium) ? test : test.skip

async function listening(
  place: Workplace,
  port: number,
): Promise<{ address: string; ended: Promise<{ code: number | null; stdout: string }> }> {
  await saveOAuthClient(place.home, place.google.oidc)
  await writeSettings(place.home, {
    authentication: { clientId: place.google.oidc.clientId, host: 'localhost', port, instanceId: null },
  })
  const args = [
    'test-authentication',
    ada,
    '--listen',
    '--json',
    '--home',
    place.home.folder,
    '--google',
    place.google.url,
  ]
  const child = spawn(nodeUnderTest, [program, ...args])
  let stdout = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  const ended = new Promise<{ code: number | null; stdout: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout })),
  )
  const address = await new Promise<string>((resolve) => {
    child.stderr.on('data', (data) => {
      const found = /^Open: (\S+)$/m.exec(String(data))?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  return { address, ended }
}

withChromium('a real browser goes through the sign-in page to the program’s listener', async (t) => {
  const store = { version: 1 as const, revision: 1, users: [user(ada, { directoryId: directoryIdFor(ada) })] }
  const place = await workplace(t, { organization, store })
  const { address, ended } = await listening(place, await freePort())
  const profile = await mkdtemp(join(tmpdir(), 'rollcall-browser-'))
  t.teardown(() => rm(profile, { recursive: true, force: true }))
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${profile}`,
    '--dump-dom',
  ]
  const { stdout: page } = await promisify(execFile)(chromium, [...flags, address], { timeout: 60_000 })
  t.regex(page, /The result is in the terminal/)
  const { code, stdout } = await ended
  t.is(code, 0)
  t.like(JSON.parse(stdout), { passed: true, signedIn: { address: ada } })
})
