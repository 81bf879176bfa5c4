import type { StoreFinding, StoreStatus } from '../store/store-status.ts'
import { columns } from '../text/columns.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'
import { utcMinute } from '../text/utc-minute.ts'

/** A store's status for people, one fact on each line. */
export function storeStatusText({ kind, place, revision, users, changed, waiting, database }: StoreStatus): string {
  const facts: (readonly [string, string])[] = [
    ['Store', kind === 'files' ? `files, ${safeText(place)}` : `PostgreSQL, ${safeText(place)}`],
    ['Users', String(users)],
    ['Revision', changed === null ? String(revision) : `${revision}, committed ${utcMinute(changed)} UTC`],
    ['Archive work', waiting === 0 ? 'nothing is waiting' : `${counted(waiting, 'commit')} waiting`],
  ]
  if (database === null) return columns(facts).join('\n')
  const { server, schema, encrypted, hearsNotifications, archiveHost, ownArchiveHost, hosts } = database
  facts.push(
    ['Server', `PostgreSQL ${safeText(server)}, schema ${schema}, ${encrypted ? 'encrypted' : 'not encrypted'}`],
    ['Changes', hearsNotifications ? 'heard at once' : 'asked for each second (no notifications)'],
    ['Archives', `${safeText(archiveHost ?? 'no machine yet')} (this machine: ${safeText(ownArchiveHost)})`],
  )
  const rows = hosts.map(({ name, archiveHost: host, serves, seen }) => [
    safeText(name),
    safeText(host),
    serves ? 'serves' : '',
    `${utcMinute(seen)} UTC`,
  ])
  return [...columns(facts), '', ...columns([['Home', 'Archive host', '', 'Last heard'], ...rows])].join('\n')
}

/** What a check of the store found, one line each. */
export function findingsText(findings: readonly StoreFinding[]): string {
  return columns(
    findings.map(({ what, detail, problem }) => [problem === null ? 'ok' : 'failed', what, safeText(detail)] as const),
  ).join('\n')
}
