import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { StoreUnavailable } from '../store/users/follow/follow-store.ts'
import { sendMessage } from './pages/send-page.ts'
import { comeBackFromGoogle, goToGoogle } from './routes/google-routes.ts'
import { signInWithPassword } from './routes/password-route.ts'
import { showStart, signOut } from './routes/person-routes.ts'
import type { ServiceContext, ServiceTools } from './routes/service-tools.ts'
import { signIn } from './routes/sign-in-route.ts'
import type { Tenant } from './tenant.ts'

/** A form has a name, a password and an address. */
const longestBody = 16 * 1024

type Route = (context: ServiceContext, tenant: Tenant, tools: ServiceTools) => Promise<Response>

/** The pages that the service answers with, below each tenant's base. */
const routes: readonly (readonly [path: string, methods: readonly string[], route: Route])[] = [
  ['', ['GET'], showStart],
  ['signin', ['GET'], signIn],
  ['signin/google', ['GET'], goToGoogle],
  ['oidc/signin', ['GET'], comeBackFromGoogle],
  ['signin/password', ['POST'], signInWithPassword],
  ['signout', ['GET', 'POST'], signOut],
]

/** Puts the pages of all tenants together. */
export function createApp(tenants: readonly Tenant[], tools: ServiceTools): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.use(bodyLimit({ maxSize: longestBody, onError: (context) => context.text('The form is too large.\n', 413) }))
  for (const tenant of tenants) {
    const base = tenant.basePath
    for (const [path, methods, route] of routes) {
      app.on([...methods], `${base}${path}`, (context) => route(context, tenant, tools))
      app.all(`${base}${path}`, (context) => {
        context.header('allow', methods.join(', '))
        return context.text('This address does not take that.\n', 405)
      })
    }
    if (base !== '/') app.get(base.slice(0, -1), (context) => context.redirect(base, 308))
  }
  app.notFound((context) =>
    sendMessage(
      context as ServiceContext,
      null,
      {
        title: 'Nothing is here',
        sentences: ['The address is wrong, or the page is gone.'],
        code: null,
        next: tenants.length === 1 && tenants[0] ? { label: 'Go to the sign-in', path: tenants[0].basePath } : null,
      },
      404,
    ),
  )
  app.onError((error, context) => {
    // The browser went away in the middle of a form, or sent one that ends in the middle.
    if (context.env.incoming.readableAborted) return context.body(null, 400)
    const reason = error instanceof StoreUnavailable ? 'storeUnavailable' : 'unexpected'
    tools.log({ event: 'failed', reason, detail: error.name })
    return sendMessage(
      context as ServiceContext,
      null,
      {
        title: 'The mail archive is not available',
        sentences: ['Try again in a few minutes. If it goes on, tell your administrator.'],
        code: reason,
        next: null,
      },
      reason === 'storeUnavailable' ? 503 : 500,
    )
  })
  return app
}
