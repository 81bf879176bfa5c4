import { randomBytes } from 'node:crypto'
import { admitAccount } from '../../operations/admission/admit.ts'
import { safeText } from '../../text/safe-text.ts'
import { keepAttempt, takeAttempt } from '../cookies/attempt-cookie.ts'
import { requestSession, sessionCookie } from '../cookies/session-cookie.ts'
import { refusalWords } from '../pages/refusals.ts'
import { sendMessage } from '../pages/send-page.ts'
import { requestedReturn, returnAddress } from '../return-address.ts'
import type { Tenant } from '../tenant.ts'
import { queryOf } from './request-target.ts'
import { addressOf, type ServiceContext, type ServiceTools } from './service-tools.ts'
import { failureOf } from './sign-in-failure.ts'

/** `signin/google`: begins an attempt and sends the browser to Google. */
export async function goToGoogle(context: ServiceContext, tenant: Tenant, tools: ServiceTools): Promise<Response> {
  // An attempt fills a cookie: scripts and pictures of other pages get none.
  const mode = context.req.header('sec-fetch-mode')
  if (mode !== undefined && mode !== 'navigate') return context.text('Open this address in a browser.\n', 403)
  const wanted = requestedReturn(queryOf(context.env.incoming))
  const returnTo = wanted === null ? null : returnAddress(wanted, tenant.returnRules)
  if (wanted !== null && returnTo === null) return foreignReturn(context, tenant, tools)
  const domains = [...new Set([...(await tenant.store.current()).domains(), ...tenant.domains])]
  const { address, attempt } = await tenant.provider.begin(
    // A hint for the choice of accounts, and only where there is no second domain that it would hide.
    domains.length === 1 && domains[0] !== undefined ? { hostedDomain: domains[0] } : {},
  )
  await keepAttempt(context, tenant, { ...attempt, returnTo, begun: tools.now() })
  context.header('cache-control', 'no-store')
  context.header('referrer-policy', 'no-referrer')
  return context.redirect(address, 302)
}

/** `oidc/signin`: where Google sends the browser back to. */
export async function comeBackFromGoogle(
  context: ServiceContext,
  tenant: Tenant,
  tools: ServiceTools,
): Promise<Response> {
  const { log, metrics, now } = tools
  const from = addressOf(context, tools.proxies)
  const again = { label: 'Sign in again', path: `${tenant.basePath}signin` }
  const query = new URLSearchParams(queryOf(context.env.incoming))
  const states = query.getAll('state')
  const attempt = states.length === 1 ? await takeAttempt(context, tenant, states[0] ?? '', now()) : null
  if (attempt === null) {
    log({ event: 'refused', instance: tenant.instanceId, reason: 'attemptUnknown', from })
    return sendMessage(
      context,
      tenant.organization,
      {
        title: 'This sign-in has expired',
        sentences: ['It took too long, it was used already, or your browser keeps no cookies for this address.'],
        code: 'attemptUnknown',
        next: again,
      },
      400,
    )
  }
  if (query.has('error')) {
    const denied = query.get('error') === 'access_denied'
    log({
      event: 'refused',
      instance: tenant.instanceId,
      reason: denied ? 'cancelled' : 'refusedByGoogle',
      from,
      detail: safeText(`error=${(query.get('error') ?? '').slice(0, 60)}`),
    })
    return sendMessage(
      context,
      tenant.organization,
      {
        title: denied ? 'You cancelled the sign-in' : "Google didn't sign you in",
        sentences: denied
          ? ['You can sign in whenever you like.']
          : ['Try again. If it fails again, ask your administrator.'],
        code: denied ? null : 'refusedByGoogle',
        next: again,
      },
      denied ? 200 : 403,
    )
  }
  const begun = performance.now()
  try {
    const returned = new URL(`${tenant.redirectUri}?${query.toString()}`)
    const claims = await tenant.provider.finish(returned, attempt)
    const admission = admitAccount(
      {
        id: claims.sub,
        address: claims.email,
        isAddressVerified: claims.emailVerified,
        hostedDomain: claims.hostedDomain,
      },
      await tenant.store.current(),
      tenant.domains,
    )
    if ('refused' in admission) {
      const { refused } = admission
      metrics.signIns.inc({ way: 'google', outcome: 'refused' })
      log({
        event: 'refused',
        instance: tenant.instanceId,
        way: 'google',
        reason: refused,
        ...(claims.email === null ? {} : { userName: claims.email }),
        from,
      })
      return sendMessage(
        context,
        tenant.organization,
        { ...refusalWords(refused), code: refused, next: { ...again, label: 'Use another account' } },
        403,
      )
    }
    await endEarlierSession(context, tenant, now())
    const { user } = admission
    const at = now()
    const session = {
      id: randomBytes(18).toString('base64url'),
      userName: user.userName,
      directoryId: user.directoryId,
      way: 'google' as const,
      since: at,
      seen: at,
    }
    await tenant.sessions.begin({ ...session, from, agent: context.req.header('user-agent')?.slice(0, 200) ?? null })
    context.header('set-cookie', await sessionCookie(tenant, session), { append: true })
    metrics.signIns.inc({ way: 'google', outcome: 'signedIn' })
    metrics.signInSeconds.observe((performance.now() - begun) / 1000)
    log({ event: 'signedIn', instance: tenant.instanceId, userName: user.userName, way: 'google', from })
    // Checked once more: the hosts that are allowed may have changed since the attempt began.
    const target = attempt.returnTo === null ? null : returnAddress(attempt.returnTo, tenant.returnRules)
    context.header('cache-control', 'no-store')
    return context.redirect(target ?? tenant.basePath, 302)
  } catch (error) {
    const { code, isTemporary } = failureOf(error)
    metrics.signIns.inc({ way: 'google', outcome: 'failed' })
    log({ event: 'failed', instance: tenant.instanceId, way: 'google', reason: code, from })
    return sendMessage(
      context,
      tenant.organization,
      {
        title: "The sign-in didn't work",
        sentences: ['You are not signed in. Try again. If it fails again, ask your administrator.'],
        code,
        next: again,
      },
      isTemporary ? 503 : 403,
    )
  }
}

/** Whoever signs in in a browser ends the session that the browser had: a shared machine must not keep the former one alive. */
export async function endEarlierSession(context: ServiceContext, tenant: Tenant, now: number): Promise<void> {
  const earlier = await requestSession(context.env.incoming.headers.cookie, tenant, now)
  if (earlier.state !== 'none') await tenant.sessions.end(earlier.session)
}

/** The page for a return address that leads elsewhere. */
export function foreignReturn(context: ServiceContext, tenant: Tenant, tools: ServiceTools): Promise<Response> {
  tools.log({
    event: 'refused',
    instance: tenant.instanceId,
    reason: 'returnNotAllowed',
    from: addressOf(context, tools.proxies),
  })
  return sendMessage(
    context,
    tenant.organization,
    {
      title: 'The link leads to another site',
      sentences: ['After signing in you would have been sent to an address that is not part of your mail archive.'],
      code: 'returnNotAllowed',
      next: { label: 'Sign in without it', path: `${tenant.basePath}signin` },
    },
    400,
  )
}
