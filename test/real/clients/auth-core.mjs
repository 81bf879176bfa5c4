// Signs in as an application with Auth.js does: its own pages, its Google provider, its callback and session. Unmodified.
import { Auth } from '@auth/core'
import Google from '@auth/core/providers/google'

const [issuer, clientId, clientSecret] = process.argv.slice(2)
const base = 'http://localhost:4000/auth'
const config = {
  basePath: '/auth',
  secret: 'a secret of this test and no other',
  trustHost: true,
  providers: [
    Google({
      issuer,
      clientId,
      clientSecret,
      authorization: { params: { login_hint: 'ada.lovelace@example.com', access_type: 'offline', prompt: 'consent' } },
    }),
  ],
  callbacks: {
    jwt: ({ token, account }) => (account ? { ...token, refreshed: typeof account.refresh_token } : token),
    session: ({ session, token }) => ({ ...session, refreshed: token.refreshed }),
  },
}
const cookies = new Map()

async function ask(url, init = {}) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await Auth(new Request(url, { ...init, headers: { ...init.headers, cookie } }), config)
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
    cookies.set(name, value)
  }
  return answer
}

const { csrfToken } = await (await ask(`${base}/csrf`)).json()
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const begun = await ask(`${base}/signin/google`, {
  method: 'POST',
  headers: form,
  body: new URLSearchParams({ csrfToken }),
})
const page = await fetch(begun.headers.get('location'), { redirect: 'manual' })
await ask(page.headers.get('location'))
process.stdout.write(JSON.stringify(await (await ask(`${base}/session`)).json()))
