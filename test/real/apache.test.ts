import { chmodSync, writeFileSync } from 'node:fs'
import { get, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { runDaemon, withPrograms } from './support/run-daemon.ts'

type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

/** Opens an address as a person does who follows a link: `fetch` says that a script asks, and gets no redirection then. */
function askAsBrowser(url: string, cookies: Map<string, string>): Promise<Answer> {
  const headers = {
    accept: 'text/html',
    'sec-fetch-mode': 'navigate',
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  }
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (answer) => {
      for (const line of answer.headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
    })
    request.on('error', reject)
  })
}

const modules = '/usr/lib/apache2/modules'

withPrograms('/usr/sbin/apache2', `${modules}/mod_auth_openidc.so`)(
  "Apache's mod_auth_openidc lets in who signed in, with the claims, and nobody else",
  async (t: ExecutionContext<unknown>) => {
    const simulator = await startSimulator({ organization: demoOrganization(), issuer: 'own' })
    t.teardown(simulator.close)
    const folder = temporaryFolder(t)
    // Apache gives up root's rights.
    chmodSync(folder, 0o755)
    const port = await freePort()
    const own = `http://localhost:${port}`
    const names = 'mpm_event authn_core authz_core authz_user headers alias auth_openidc'
    const site = join(folder, 'page.html')
    writeFileSync(site, 'let in')
    writeFileSync(
      join(folder, 'apache.conf'),
      `${names
        .split(' ')
        .map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`)
        .join('\n')}
ServerRoot ${folder}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${join(folder, 'apache.pid')}
ErrorLog ${join(folder, 'error.log')}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
OIDCProviderMetadataURL ${simulator.url}/.well-known/openid-configuration
OIDCClientID ${simulator.oidc.clientId}
OIDCClientSecret ${simulator.oidc.clientSecret}
OIDCRedirectURI ${own}/private/back
OIDCCryptoPassphrase a-passphrase-of-this-test
OIDCScope "openid email profile"
OIDCRemoteUserClaim email
OIDCAuthRequestParams login_hint=ada.lovelace%40example.com
OIDCSessionType client-cookie
Alias /private ${site}
<Location /private>
  AuthType openid-connect
  Require claim hd:example.com
  Header always set X-User "expr=%{REMOTE_USER}"
</Location>
`,
    )
    await runDaemon(t, '/usr/sbin/apache2', ['-f', join(folder, 'apache.conf'), '-DFOREGROUND'], port)
    const cookies = new Map<string, string>()
    const ask = (url: string): Promise<Answer> => askAsBrowser(url, cookies)
    const begun = await ask(`${own}/private`)
    t.is(begun.status, 302, begun.text)
    const page = await fetch(begun.headers.location ?? '', { redirect: 'manual' })
    const back = await ask(page.headers.get('location') ?? '')
    t.is(back.headers.location, `${own}/private`, back.text)
    const inside = await ask(`${own}/private`)
    t.is(inside.status, 200)
    t.is(inside.text, 'let in')
    t.is(inside.headers['x-user'], 'ada.lovelace@example.com')
    cookies.clear()
    t.is((await ask(`${own}/private`)).status, 302)
  },
)
