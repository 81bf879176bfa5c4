import { readableArchives } from '../../operations/admission/admit.ts'
import { createArchiveSizes } from '../../store/archives/archive-sizes.ts'
import { keepSession, noSessionCookie, requestSession } from '../cookies/session-cookie.ts'
import { sendMessage, sendPage } from '../pages/send-page.ts'
import { startPage } from '../pages/start-page.ts'
import type { Tenant } from '../tenant.ts'
import { isOwnForm } from './own-form.ts'
import { addressOf, type ServiceContext, type ServiceTools } from './service-tools.ts'
import { tellEnd } from './tell-end.ts'

const archiveSizes = createArchiveSizes()

/** An administrator may read thousands of archives, which nobody reads on a page. */
const mostShown = 50

/** How long a person waits for archives to be counted, in milliseconds. */
const countPatience = 500

/** `/`: who is signed in, and which archives may be read. */
export async function showStart(context: ServiceContext, tenant: Tenant, tools: ServiceTools): Promise<Response> {
  const found = await requestSession(context.env.incoming.headers.cookie, tenant, tools.now())
  if (found.state === 'over') tellEnd(found, tenant, tools)
  if (found.state !== 'open') return context.redirect(`${tenant.basePath}signin`, 302)
  const { user, session } = found
  const cookie = await keepSession(tenant, session, tools.now())
  if (cookie !== null) context.header('set-cookie', cookie, { append: true })
  const readable = readableArchives(user)
  const archives = await Promise.all(
    readable.slice(0, mostShown).map(async (name) => {
      // Where an archive's folder can't be read, everything else of the page still can.
      const size = await archiveSizes.of(tenant.home, name, tools.now(), countPatience).catch(() => null)
      return { name, size }
    }),
  )
  return sendPage(
    context,
    startPage({
      organization: tenant.organization,
      fullName: user.fullName || user.userName,
      address: user.emailAddresses[0] ?? user.userName,
      archives,
      more: readable.length - archives.length,
      application: tenant.application,
      signOutPath: `${tenant.basePath}signout`,
    }),
  )
}

/** `signout`: asks when opened, ends the session when its form is sent. */
export async function signOut(context: ServiceContext, tenant: Tenant, tools: ServiceTools): Promise<Response> {
  const found = await requestSession(context.env.incoming.headers.cookie, tenant, tools.now())
  if (context.req.method === 'GET' && found.state === 'open') {
    return sendMessage(
      context,
      tenant.organization,
      {
        title: 'Sign out?',
        sentences: ['You can sign out on your start page.'],
        code: null,
        next: { label: 'Go to your start page', path: tenant.basePath },
      },
      200,
    )
  }
  if (context.req.method === 'POST') {
    if (!isOwnForm(context, tenant)) return context.text('The form did not come from this site.\n', 403)
    if (found.state !== 'none') {
      await tenant.sessions.end(found.session)
      tools.log({
        event: 'signedOut',
        instance: tenant.instanceId,
        userName: found.session.userName,
        from: addressOf(context, tools.proxies),
      })
    }
    context.header('set-cookie', noSessionCookie(tenant), { append: true })
  }
  return sendMessage(
    context,
    tenant.organization,
    {
      title: 'You are signed out',
      sentences: ['You may still be signed in to Google in this browser.'],
      code: null,
      next: { label: 'Sign in again', path: `${tenant.basePath}signin` },
    },
    200,
  )
}
