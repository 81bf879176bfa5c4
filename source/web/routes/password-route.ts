import { randomBytes } from 'node:crypto'
import { addressGroup } from '../client-address.ts'
import { sessionCookie } from '../cookies/session-cookie.ts'
import { refusalWords } from '../pages/refusals.ts'
import { sendMessage } from '../pages/send-page.ts'
import { returnAddress } from '../return-address.ts'
import type { Tenant } from '../tenant.ts'
import { endEarlierSession, foreignReturn } from './google-routes.ts'
import { formFields, isOwnForm } from './own-form.ts'
import { addressOf, type ServiceContext, type ServiceTools } from './service-tools.ts'
import { showSignIn } from './sign-in-route.ts'

/** `signin/password`: integrated users by name and password. */
export async function signInWithPassword(
  context: ServiceContext,
  tenant: Tenant,
  tools: ServiceTools,
): Promise<Response> {
  const { log, metrics, now } = tools
  const from = addressOf(context, tools.proxies)
  if (!isOwnForm(context, tenant)) {
    log({ event: 'refused', instance: tenant.instanceId, way: 'password', reason: 'foreignForm', from })
    return sendMessage(
      context,
      tenant.organization,
      {
        title: 'Open the sign-in page first',
        sentences: ['The form did not come from this site.'],
        code: 'foreignForm',
        next: { label: 'Sign in', path: `${tenant.basePath}signin` },
      },
      403,
    )
  }
  const fields = await formFields(context)
  const name = fields?.get('name') ?? ''
  const password = fields?.get('password') ?? ''
  const wanted = fields?.get('return') ?? ''
  const returnTo = wanted === '' ? null : returnAddress(wanted, tenant.returnRules)
  if (wanted !== '' && returnTo === null) return foreignReturn(context, tenant, tools)
  const retry = (notice: string, status: 401 | 429) =>
    showSignIn(context, tenant, { notice, userName: name.slice(0, 320), returnTo, status })
  if (name === '' || name.length > 320 || password === '' || password.length > 1024) {
    return retry('Enter your user name and password.', 401)
  }
  const store = await tenant.store.current()
  // What nobody is called may be a password in the wrong field, and is not told.
  const known = store.named(name)?.userName
  const who = known === undefined ? {} : { userName: known }
  const outcome = await tenant.passwords.attempt(name, password, addressGroup(from), store)
  if ('limited' in outcome) {
    metrics.limited.inc({ by: outcome.limited })
    log({
      event: 'limited',
      instance: tenant.instanceId,
      way: 'password',
      reason: outcome.limited,
      ...who,
      from,
    })
    context.header('retry-after', String(outcome.seconds))
    return retry(`Too many attempts. Try again in ${waitWords(outcome.seconds)}.`, 429)
  }
  if ('refused' in outcome) {
    metrics.signIns.inc({ way: 'password', outcome: 'refused' })
    log({
      event: 'refused',
      instance: tenant.instanceId,
      way: 'password',
      reason: outcome.refused,
      ...who,
      from,
    })
    if (outcome.refused === 'wrongPassword') return retry('The user name or the password is wrong.', 401)
    return sendMessage(
      context,
      tenant.organization,
      {
        ...refusalWords(outcome.refused),
        code: outcome.refused,
        next: { label: 'Sign in again', path: `${tenant.basePath}signin` },
      },
      403,
    )
  }
  await endEarlierSession(context, tenant, now())
  const at = now()
  const { user } = outcome
  const session = {
    id: randomBytes(18).toString('base64url'),
    userName: user.userName,
    directoryId: null,
    way: 'password' as const,
    since: at,
    seen: at,
  }
  await tenant.sessions.begin({ ...session, from, agent: context.req.header('user-agent')?.slice(0, 200) ?? null })
  context.header('set-cookie', await sessionCookie(tenant, session), { append: true })
  metrics.signIns.inc({ way: 'password', outcome: 'signedIn' })
  log({ event: 'signedIn', instance: tenant.instanceId, userName: user.userName, way: 'password', from })
  return context.redirect(returnTo ?? tenant.basePath, 303)
}

function waitWords(seconds: number): string {
  if (seconds <= 60) return 'a minute'
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}
