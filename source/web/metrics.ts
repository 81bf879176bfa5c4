import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What a service counts. */
export type Metrics = {
  registry: Registry
  /** Answers of `auth` by status: counted by hand, because they are counted so often. */
  authorizations: Record<200 | 401 | 403 | 500, number>
  signIns: Counter<'way' | 'outcome'>
  limited: Counter<'by'>
  sessions: Gauge<'instance'>
  storeRevision: Gauge<'instance'>
  storeUsers: Gauge<'instance'>
  storeReadable: Gauge<'instance'>
  signInSeconds: Histogram
}

/** Creates the counters, all at zero. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const authorizations = { 200: 0, 401: 0, 403: 0, 500: 0 }
  registry.registerMetric(
    new Counter({
      name: 'rollcall_authorizations_total',
      help: 'Answers to the reverse proxy, by status.',
      labelNames: ['status'],
      registers: [],
      collect() {
        this.reset()
        for (const [status, count] of Object.entries(authorizations)) this.inc({ status }, count)
      },
    }),
  )
  return {
    registry,
    authorizations,
    signIns: new Counter({
      name: 'rollcall_sign_ins_total',
      help: 'Attempts to sign in that came to an end, by way and outcome.',
      labelNames: ['way', 'outcome'],
      registers,
    }),
    limited: new Counter({
      name: 'rollcall_password_attempts_limited_total',
      help: 'Password attempts that were not made because of earlier ones.',
      labelNames: ['by'],
      registers,
    }),
    sessions: new Gauge({
      name: 'rollcall_sessions',
      help: 'Browsers that are signed in.',
      labelNames: ['instance'],
      registers,
    }),
    storeRevision: new Gauge({
      name: 'rollcall_store_revision',
      help: 'Revision of the store that answers are given from.',
      labelNames: ['instance'],
      registers,
    }),
    storeUsers: new Gauge({ name: 'rollcall_users', help: 'Users in the store.', labelNames: ['instance'], registers }),
    storeReadable: new Gauge({
      name: 'rollcall_store_readable',
      help: '1 while the store can be read.',
      labelNames: ['instance'],
      registers,
    }),
    signInSeconds: new Histogram({
      name: 'rollcall_sign_in_exchange_seconds',
      help: 'Time from the return of a browser to its session, with the exchange at Google.',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
  }
}
