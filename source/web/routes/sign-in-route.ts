import { getCookie, setCookie } from 'hono/cookie'
import { cookieAttributes, returnCookieName } from '../cookies/cookie-names.ts'
import { requestSession } from '../cookies/session-cookie.ts'
import { sendMessage, sendPage } from '../pages/send-page.ts'
import { signInPage } from '../pages/sign-in-page.ts'
import { requestedReturn, returnAddress } from '../return-address.ts'
import type { Tenant } from '../tenant.ts'
import { foreignReturn } from './google-routes.ts'
import { queryOf } from './request-target.ts'
import type { ServiceContext, ServiceTools } from './service-tools.ts'

/** The application sent the browser back so often within a minute that it will do so for ever. */
const mostReturns = 3

/** `signin`: the page on which people choose how to sign in. Whoever is signed in goes on at once. */
export async function signIn(context: ServiceContext, tenant: Tenant, tools: ServiceTools): Promise<Response> {
  const wanted = requestedReturn(queryOf(context.env.incoming))
  const returnTo = wanted === null ? null : returnAddress(wanted, tenant.returnRules)
  if (wanted !== null && returnTo === null) return foreignReturn(context, tenant, tools)
  const found = await requestSession(context.env.incoming.headers.cookie, tenant, tools.now())
  if (found.state !== 'open') return showSignIn(context, tenant, { notice: null, userName: '', returnTo, status: 200 })
  const name = returnCookieName(tenant.cookies)
  const count = Number(/^[1-9]$/.exec(getCookie(context, name) ?? '')?.[0] ?? 0) + 1
  setCookie(context, name, String(count), { ...cookieAttributes(tenant.cookies, false), maxAge: 60 })
  if (count >= mostReturns) {
    tools.log({ event: 'refused', instance: tenant.instanceId, reason: 'returnLoop', userName: found.user.userName })
    return sendMessage(
      context,
      tenant.organization,
      {
        title: "The page doesn't accept your sign-in",
        sentences: [
          'You are signed in, but the page that you want sends you back here each time.',
          'Your browser may not send it the cookie of this site, or you have no right to open it.',
        ],
        code: 'returnLoop',
        next: { label: 'Go to your archives', path: tenant.basePath },
      },
      403,
    )
  }
  return context.redirect(returnTo ?? tenant.basePath, 302)
}

/** Shows the sign-in page. */
export async function showSignIn(
  context: ServiceContext,
  tenant: Tenant,
  given: { notice: string | null; userName: string; returnTo: string | null; status: 200 | 401 | 429 },
): Promise<Response> {
  const { basePath, organization } = tenant
  const query = given.returnTo === null ? '' : `?return=${encodeURIComponent(given.returnTo)}`
  return sendPage(
    context,
    signInPage({
      organization,
      googlePath: `${basePath}signin/google${query}`,
      passwordPath: `${basePath}signin/password`,
      hasPasswords: (await tenant.store.current()).hasIntegratedUsers(),
      returnTo: given.returnTo ?? '',
      notice: given.notice,
      userName: given.userName,
    }),
    given.status,
  )
}
