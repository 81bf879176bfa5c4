import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { chooseStore } from '../../../source/operations/store/choose-store.ts'
import { saveOAuthClient, saveServiceAccountKey } from '../../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import { openHome } from '../../../source/store/open-home.ts'
import { freePort } from '../../support/free-port.ts'
import { nodeUnderTest } from '../../support/node-under-test.ts'
import { cleanEnvironment, program } from '../../support/run-process.ts'
import { startProgram } from '../../support/running-program.ts'
import { workplace } from '../../support/workplace.ts'
import { serverPrograms, startCluster } from '../support/postgresql/cluster.ts'

const withServer = serverPrograms() === null ? test.skip : test

withServer(
  'two services follow the syncs of a third machine, and come back by themselves after the database was away',
  async (t) => {
    t.timeout(300_000)
    const cluster = await startCluster()
    t.teardown(() => cluster.close())
    const url = await cluster.makeDatabase()
    const place = await workplace(t)
    const joined = await place.run(['setup', '--store', url, '--archive-host', 'vault'])
    t.is(joined.code, 0, joined.stderr)
    t.false(readFileSync(place.home.settings, 'utf8').includes('postgresql'))

    const services = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const home = openHome(join(place.folder, name))
        await saveServiceAccountKey(home, JSON.stringify(place.google.key), 'key.json')
        await saveOAuthClient(home, place.google.oidc)
        const [port, status] = [await freePort(), await freePort()]
        await writeSettings(home, {
          administrator: place.google.admin,
          authentication: { clientId: place.google.oidc.clientId, host: 'localhost', port, instanceId: null },
        })
        await chooseStore(home, { store: url }, null)
        const args = ['--home', home.folder, '--google', place.google.url]
        const addresses = ['--listen', `127.0.0.1:${port}`, '--status', `127.0.0.1:${status}`]
        const service = startProgram(nodeUnderTest, [program, ...args, 'serve', ...addresses], {
          env: cleanEnvironment(),
        })
        t.teardown(async () => {
          service.interrupt()
          await service.ended
        })
        await service.find('stderr', /(ready)/)
        return {
          home,
          ready: async () => {
            const answer = await fetch(`http://127.0.0.1:${status}/readyz`)
            return { status: answer.status, text: await answer.text() }
          },
          revision: async () => {
            const text = await (await fetch(`http://127.0.0.1:${status}/metrics`)).text()
            return Number(/^rollcall_store_revision(?:\{[^}]*\})? (\d+)$/m.exec(text)?.[1])
          },
        }
      }),
    )

    const synced = await place.run(['sync'])
    t.is(synced.code, 0, synced.stderr)
    for (const { revision } of services) await until(async () => (await revision()) === 1)

    // A commit on a machine without the archives leaves the folder to the one that has them.
    const [one] = services
    if (one === undefined) return t.fail()
    const at = ['--home', one.home.folder, '--google', place.google.url]
    const added = startProgram(nodeUnderTest, [program, ...at, 'users', 'add', 'desk', '--full-name', 'Desk'], {
      env: cleanEnvironment(),
    })
    const { code, stderr } = await added.ended
    t.is(code, 0, stderr)
    for (const { revision } of services) await until(async () => (await revision()) === 2)
    t.false(existsSync(join(one.home.archives, 'desk')))
    t.false(existsSync(join(place.home.archives, 'desk')))
    t.is((await place.run(['sync'])).code, 0)
    t.true(existsSync(join(place.home.archives, 'desk', 'new')))

    await cluster.kill()
    for (const { ready } of services) await until(async () => (await ready()).status === 503)
    t.regex((await one.ready()).text, /can't be reached|was lost/)
    t.is(await one.revision(), 2, 'they go on with what they have')
    await cluster.start()
    for (const { ready } of services) await until(async () => (await ready()).status === 200)

    const status = await place.run(['store'])
    t.regex(status.stdout, /^Archives +vault \(this machine: vault\)$/m)
    t.is(status.stdout.match(/serves/g)?.length, 2)
  },
)

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await new Promise((resolve) => setTimeout(resolve, 50))
}
