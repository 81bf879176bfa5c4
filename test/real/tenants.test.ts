import { request } from 'node:https'
import { chromium } from 'playwright-core'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { ada, directoryUser, erik } from '../web/support/service.ts'
import { tenantsPlace } from '../web/support/tenants.ts'
import { startApplication } from './support/application.ts'
import { proxies } from './support/proxies.ts'
import { withPrograms } from './support/run-daemon.ts'

const host = 'archive.example.com'
const browserProgram = '/usr/bin/chromium'
const [nginx] = proxies

withPrograms('/usr/sbin/nginx', browserProgram)(
  'one browser is signed in to two organizations behind nginx, as somebody else in each, and no way leads from one to the other',
  async (t) => {
    const folder = temporaryFolder(t)
    const port = await freePort()
    const application = await startApplication(t)
    const { port: service } = await tenantsPlace(
      t,
      async (add) => {
        await add('a', 'acme', [directoryUser(ada)])
        await add('b', 'globex', [directoryUser(erik)])
      },
      { host, port },
    )
    await nginx?.start(t, { folder, host, port, service, application: application.port, site: 'tenants' })
    const browser = await chromium.launch({
      executablePath: browserProgram,
      args: ['--no-sandbox', '--disable-quic', `--host-resolver-rules=MAP ${host} 127.0.0.1`],
    })
    t.teardown(() => browser.close())
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    const at = (path: string): string => `https://${host}:${port}${path}`
    for (const [tenant, who] of [
      ['acme', ada],
      ['globex', erik],
    ] as const) {
      await page.goto(at(`/${tenant}/mail/?folder=inbox`))
      await page.getByRole('link', { name: 'Sign in with Google' }).click()
      await page.getByRole('button', { name: who }).click()
      await page.waitForURL(at(`/${tenant}/mail/?folder=inbox`))
      t.is(await page.locator('#user').textContent(), who)
      const cookies = application.last().filter(([name]) => name.toLowerCase() === 'cookie')
      t.false(
        cookies.some(([, value]) => value.includes('rollcall')),
        'the application gets no session, of either',
      )
    }
    await page.goto(at('/acme/mail/'))
    t.is(await page.locator('#user').textContent(), ada)
    // A path that is put in order on the way asks for the organization that it leads to.
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const crossed = await pageAt(port, '/acme/%2e%2e/globex/mail/', cookies)
    t.true(crossed.includes(`<h1 id="user">${erik}</h1>`), crossed)

    await page.goto(at('/acme/'))
    t.is(await page.locator('h1').textContent(), 'Ada Lovelace')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.goto(at('/acme/mail/'))
    t.is(await page.locator('h1').textContent(), 'Sign in to your mail archive')
    await page.goto(at('/globex/mail/'))
    t.is(await page.locator('#user').textContent(), erik)
  },
)

/** Asks for a path as it is written, which browsers put in order first. */
function pageAt(port: number, path: string, cookies: string): Promise<string> {
  const headers = { host: `${host}:${port}`, cookie: cookies }
  const where = { host: '127.0.0.1', port, path, headers, servername: host, rejectUnauthorized: false, agent: false }
  return new Promise((resolve, reject) => {
    const sent = request(where, (answer) => {
      let text = ''
      answer.on('data', (data) => {
        text += data
      })
      answer.on('end', () => resolve(text))
    })
    sent.on('error', reject)
    sent.end()
  })
}
