import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { ada, erik, servicePlace } from '../web/support/service.ts'
import { startDovecot } from './support/dovecot.ts'
import { proxies } from './support/proxies.ts'
import { roundcubePrograms, startRoundcube } from './support/roundcube.ts'
import { withPrograms } from './support/run-daemon.ts'

const host = 'archive.example.com'
const browserProgram = '/usr/bin/chromium'
const [nginx] = proxies

withPrograms(
  '/usr/sbin/nginx',
  '/usr/sbin/dovecot',
  browserProgram,
  ...roundcubePrograms,
)(
  'a browser signs in with Google and reads one mailbox in Roundcube; the next person in it reads another',
  async (t) => {
    const folder = temporaryFolder(t)
    const [port, imapPort] = [await freePort(), await freePort()]
    const {
      port: service,
      place,
      statusPort,
    } = await servicePlace(t, {
      behind: { host, port },
      trustProxy: ['127.0.0.1'],
      signIn: { application: '/mail/' },
    })
    const { clientSecret } = JSON.parse(readFileSync(place.home.introspectionClient, 'utf8'))
    await startDovecot(t, folder, imapPort, [ada, erik], { port: statusPort, clientSecret })
    const { location } = await startRoundcube(t, { folder, imapPort })
    await nginx?.start(t, { folder, host, port, service, application: 0, location })
    const dovecot = readFileSync(join(folder, 'dovecot.conf'), 'utf8')
    t.false(/master/.test(dovecot), 'no password opens every mailbox')

    const browser = await chromium.launch({
      executablePath: browserProgram,
      args: ['--no-sandbox', '--disable-quic', `--host-resolver-rules=MAP ${host} 127.0.0.1`],
    })
    t.teardown(() => browser.close())
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
    const mail = `https://${host}:${port}/mail/`

    await page.goto(mail)
    await signIn(page, ada)
    t.deepEqual(await readMail(page), [`mail of ${ada}`])
    await page.goto(`https://${host}:${port}/`)
    await page.getByRole('link', { name: 'Open your mail' }).click()
    t.deepEqual(await readMail(page), [`mail of ${ada}`])

    // Roundcube's own way out leads to the page that ends the session.
    await page.locator('#taskmenu a.logout').click()
    await page.waitForURL(`https://${host}:${port}/signout`)
    t.is(await page.locator('h1').textContent(), 'Sign out?')
    await page.getByRole('link', { name: 'Go to your start page' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()

    await page.goto(mail)
    await signIn(page, erik)
    t.deepEqual(await readMail(page), [`mail of ${erik}`])
    await page.goto(`${mail}?_task=settings&_action=identities`)
    const identities = (await page.locator('#identities-table').textContent()) ?? ''
    t.true(identities.includes(erik), identities)
    t.false(identities.includes(ada), identities)
  },
)

async function signIn(page: Page, who: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Google' }).click()
  await page.getByRole('button', { name: who }).click()
}

/** The subjects in the list of messages, as soon as there is one. */
async function readMail(page: Page): Promise<string[]> {
  await page.locator('#messagelist tr.message .subject a').first().waitFor()
  const subjects = await page.locator('#messagelist tr.message .subject a').allTextContents()
  return subjects.map((subject) => subject.trim())
}
