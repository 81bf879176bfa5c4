import { request } from 'node:https'
import { chromium } from 'playwright-core'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { ada, directoryUser, servicePlace } from '../web/support/service.ts'
import { startApplication } from './support/application.ts'
import { proxies } from './support/proxies.ts'
import { withPrograms } from './support/run-daemon.ts'

const host = 'archive.example.com'
const browserProgram = '/usr/bin/chromium'
const identities = ['Remote-User', 'Remote-Name', 'Remote-Email', 'X-Rollcall-Archives', 'X-Rollcall-Mail-Token']

for (const proxy of proxies) {
  withPrograms(proxy.program, browserProgram)(
    `a browser signs in through ${proxy.name}, reaches the application, and is out with the next click once deleted`,
    async (t) => {
      const folder = temporaryFolder(t)
      const port = await freePort()
      const application = await startApplication(t)
      const { port: service, commit } = await servicePlace(t, { behind: { host, port }, trustProxy: ['127.0.0.1'] })
      await proxy.start(t, { folder, host, port, service, application: application.port })

      const browser = await chromium.launch({
        executablePath: browserProgram,
        args: ['--no-sandbox', '--disable-quic', `--host-resolver-rules=MAP ${host} 127.0.0.1`],
      })
      t.teardown(() => browser.close())
      const context = await browser.newContext({ ignoreHTTPSErrors: true })
      const page = await context.newPage()
      const mail = `https://${host}:${port}/mail/?folder=inbox&page=2`

      await page.goto(mail)
      t.is(await page.locator('h1').textContent(), 'Sign in to your mail archive')
      await page.getByRole('link', { name: 'Sign in with Google' }).click()
      await page.getByRole('button', { name: /ada\.lovelace@example\.com/ }).click()
      await page.waitForURL(mail)
      t.is(await page.locator('#user').textContent(), ada)

      const received = new Map(application.last().map(([name, value]) => [name.toLowerCase(), value]))
      t.is(received.get('remote-name'), 'Ada Lovelace')
      t.is(received.get('x-rollcall-archives'), encodeURIComponent(ada))
      t.true((received.get('x-rollcall-mail-token') ?? '').length > 100)
      t.false((received.get('cookie') ?? '').includes('rollcall'), 'the application does not get the session')

      const [cookie] = (await context.cookies()).filter(({ name }) => name === '__Host-rollcall')
      t.true(cookie?.httpOnly && cookie.secure && cookie.sameSite === 'Lax')
      t.true(cookie !== undefined && cookie.name.length + cookie.value.length < 1024)

      // Whatever a client sends under these names, in either spelling, the application gets the service's word alone.
      const forged = identities.flatMap((name) => [name, name.replaceAll('-', '_')])
      await ask(
        port,
        cookie?.value ?? '',
        [...forged, 'Authorization'].map((name) => [name, 'forged']),
      )
      t.false(application.last().some(([, value]) => value.includes('forged')))
      const cookies =
        new Map(application.last().map(([name, value]) => [name.toLowerCase(), value])).get('cookie') ?? ''
      t.deepEqual(
        cookies.split(/; */).filter((one) => one !== ''),
        ['theme=dark', 'myrollcall=1', 'lang=en'],
      )
      const anonymous = await ask(
        port,
        '',
        forged.map((name) => [name, ada]),
      )
      t.true(anonymous === 302 || anonymous === 401, String(anonymous))
      t.is(await ask(port, '', [['Sec-Fetch-Mode', 'cors']]), 401, 'the background is not redirected')

      // Two tabs, the way back, and a sign-out.
      const second = await context.newPage()
      await second.goto(mail)
      t.is(await second.locator('#user').textContent(), ada)

      commit((users) => users.filter(({ userName }) => userName !== ada))
      await page.reload()
      t.is(await page.locator('h1').textContent(), 'Sign in to your mail archive')
      commit((users) => [...users, directoryUser(ada)])
      await page.reload()
      await second.goto(`https://${host}:${port}/`)
      t.is(await second.locator('h1').textContent(), 'Ada Lovelace')
      await second.getByRole('button', { name: 'Sign out' }).click()
      t.is(await second.locator('h1').textContent(), 'You are signed out')
      await second.goBack()
      await second.goto(mail)
      t.is(await second.locator('h1').textContent(), 'Sign in to your mail archive')
    },
  )
}

/** The cookies of somebody with a session, a few attempts to sign in, and the application's own. */
function cookiesAround(session: string): string {
  const attempts = ['a', 'b', 'c', 'd', 'e'].map((state) => `__Host-rollcall-attempt.${state}=sealed`)
  const own = ['__Host-rollcall-return=1', 'theme=dark', 'myrollcall=1', `__Host-rollcall=${session}`, 'lang=en']
  return [...attempts, ...own].join('; ')
}

/** Asks for the application's page as a client that sets any header. */
function ask(port: number, session: string, headers: readonly (readonly string[])[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      path: '/mail/',
      servername: host,
      rejectUnauthorized: false,
      agent: false,
      headers: [
        ['Host', `${host}:${port}`],
        ...(session === '' ? [] : [['Cookie', cookiesAround(session)]]),
        ...headers,
      ].flat(),
    })
    sent.on('error', reject)
    sent.on('response', (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.end()
  })
}
