import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { figureText } from '../operations/after-run/figure-text.ts'
import { type Figure, runFigures } from '../operations/after-run/figures.ts'
import { openMailToken } from './mail-token.ts'
import type { ServiceTools } from './routes/service-tools.ts'
import type { Tenant } from './tenant.ts'

/**
 * The status address, for monitoring and mail servers: `/healthz`, `/readyz`, `/metrics`, `/introspect`. It stands on a
 * listener of its own, so that the world does not read it.
 *
 * @param certificate the path of the certificate that the service itself shows; null behind a proxy
 */
export function createStatusApp(
  tenants: () => readonly Tenant[],
  tools: ServiceTools,
  certificate: string | null,
): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 16 * 1024, onError: (context) => context.text('too large\n', 413) }))
  app.get('/healthz', (context) => context.text('ok\n'))
  app.get('/readyz', (context) => {
    const states = tenants().map(({ instanceId, store }) => ({ instance: instanceId, fault: store.fault() }))
    const ready = states.every(({ fault }) => fault === null)
    return context.json({ ready, tenants: states }, ready ? 200 : 503)
  })
  app.get('/metrics', async (context) => {
    const { metrics } = tools
    for (const tenant of tenants()) {
      const labels = { instance: tenant.instanceId ?? '' }
      const fault = tenant.store.fault()
      metrics.sessions.set(labels, tenant.sessions.count())
      metrics.storeReadable.set(labels, fault === null ? 1 : 0)
      if (fault !== null) continue
      const store = await tenant.store.current()
      metrics.storeRevision.set(labels, store.revision())
      metrics.storeUsers.set(labels, store.count())
    }
    const ofRuns = (await Promise.all(tenants().map((tenant) => figuresOf(tenant, certificate)))).flat()
    const text = `${await metrics.registry.metrics()}${await figureText(ofRuns)}`
    return context.text(text, 200, { 'content-type': metrics.registry.contentType })
  })
  app.post('/introspect', async (context) => {
    context.header('cache-control', 'no-store')
    const form = new URLSearchParams(await context.req.text())
    const client = clientOf(form, context.req.header('authorization'))
    const tenant = tenants().find(({ introspection }) => isSame(client, introspection))
    if (tenant === undefined) {
      context.header('www-authenticate', 'Basic realm="rollcall"')
      return context.json({ error: 'invalid_client' }, 401)
    }
    const opened = await openMailToken(tenant, form.get('token') ?? '', tools.now())
    if (opened === null) return context.json({ active: false })
    const { archive, until } = opened
    return context.json({
      active: true,
      username: archive,
      sub: archive,
      client_id: tenant.introspection.clientId,
      scope: 'mail',
      token_type: 'Bearer',
      exp: Math.floor(until / 1000),
    })
  })
  return app
}

/** What the metrics file of a tenant's home says of its runs, with the tenant as a label. */
async function figuresOf({ home, instanceId }: Tenant, certificate: string | null): Promise<Figure[]> {
  const figures = await runFigures(home, certificate)
  return figures.map(({ values, ...figure }) => ({
    ...figure,
    values: values.map(([labels, value]) => [{ instance: instanceId ?? '', ...labels }, value]),
  }))
}

type Client = { clientId: string; clientSecret: string }

/** As RFC 7662 has it: by HTTP Basic, or in the form. */
function clientOf(form: URLSearchParams, authorization: string | undefined): Client {
  const encoded = /^Basic ([A-Za-z0-9+/=]{1,1000})$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) {
    return { clientId: form.get('client_id') ?? '', clientSecret: form.get('client_secret') ?? '' }
  }
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { clientId, clientSecret: secret.join(':') }
}

function isSame(given: Client, expected: Client): boolean {
  const digest = ({ clientId, clientSecret }: Client): Buffer =>
    createHash('sha256')
      .update(JSON.stringify([clientId, clientSecret]))
      .digest()
  return timingSafeEqual(digest(given), digest(expected))
}
