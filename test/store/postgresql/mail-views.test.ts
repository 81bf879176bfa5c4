import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { folderOf } from '../../../source/store/archives/archive-names.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { joinDatabase } from '../../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../../source/store/postgresql/store-target.ts'
import { createAddressBook } from '../../../source/sync/mail/address-book.ts'
import { type LookupTable, lookUp } from '../../../source/sync/mail/lookup-tables.ts'
import { withoutTag } from '../../../source/sync/mail/mail-address.ts'
import type { User } from '../../../source/sync/user.ts'
import { user } from '../../sync/builders.ts'
import { emptySummary, storeOf, temporaryHome } from '../support/homes.ts'
import { type Cluster, startCluster } from '../support/postgresql/cluster.ts'

let cluster: Cluster
test.before(async () => {
  cluster = await startCluster()
})
test.after.always(() => cluster.close())

const names = ['ada@x.org', 'bob@x.org', 'cyd@x.org', 'info']
const addresses = [
  ...names.slice(0, 3),
  'ADA@x.org',
  'a@x.org',
  'a+b@x.org',
  'b@x.org',
  'not deliverable@x.org',
  'c@B\u00fcro.org',
]
const someUsers = fc.uniqueArray(
  fc
    .record({
      name: fc.constantFrom(...names),
      emailAddresses: fc.array(fc.constantFrom(...addresses), { maxLength: 4 }),
      authentication: fc.constantFrom<User['authentication']>('directoryServices', 'directoryServices', 'integrated'),
    })
    .map(({ name, emailAddresses, authentication }): User => user(name, { emailAddresses, authentication })),
  { selector: ({ userName }) => userName, maxLength: 4 },
)

const someSettings = fc.record({
  catchAll: fc.constantFrom(null, null, 'info', 'INFO', 'ada@x.org', 'B@x.org', 'a@x.org', 'nobody@x.org'),
  catchAllId: fc.constantFrom(null, null, 'id-info', 'id-ada@x.org', 'id-somebody-else'),
  administrator: fc.constantFrom(null, 'admin@x.org', 'admin@y.org'),
})

/** Keys that nobody has, or that only a part of a key has. */
const strange = ['who@x.org', 'ada+news@x.org', 'a+b+c@x.org', 'who@y.org', 'who@z.org', '@x.org', '@y.org', '@z.org']

test('the views say of each address what the live look-ups say, asked as Postfix asks, with a catch-all too', async (t) => {
  await fc.assert(
    fc.asyncProperty(someUsers, someSettings, async (users, settings) => {
      const saved = { url: await cluster.makeDatabase(), password: null, passwordFile: null, archiveHost: null }
      const home = temporaryHome(t)
      await joinDatabase(saved, { home, takesArchives: false })
      const store = postgresqlStore(home, targetOf(saved))
      const next = storeOf(1, ...users)
      await withStoreLock(home, { command: 'sync' }, (lock) =>
        store.commit(lock, {
          expectedRevision: 0,
          next,
          archiveWork: [],
          record: { command: 'sync', summary: emptySummary, changes: [] },
        }),
      )
      await store.tellMailServers(settings)
      const book = createAddressBook(users, settings)
      const found = async (view: string, column: string) => {
        const rows = await cluster.query(saved.url, `SELECT address, ${column} AS value FROM rollcall.${view}`)
        t.is(new Set(rows.map(({ address }) => address)).size, rows.length, `${view}: one row for each key`)
        return new Map(rows.map(({ address, value }) => [String(address), String(value)]))
      }
      const tables = {
        mailboxes: await found('postfix_mailboxes', 'mailbox'),
        aliases: await found('postfix_aliases', 'destinations'),
      }
      // With the tag, without it, and then the whole domain (postconf(5), virtual_alias_maps).
      const asked = (table: keyof typeof tables, key: string): string | null =>
        [key, withoutTag(key) ?? key, key.slice(key.lastIndexOf('@'))]
          .map((one) => tables[table].get(one))
          .find((value) => value !== undefined) ?? null
      const wanted = (table: LookupTable, key: string) => lookUp(book, table, key, folderOf)
      for (const key of new Set([...book.keys(), ...tables.mailboxes.keys(), ...tables.aliases.keys(), ...strange])) {
        const alias = wanted('aliases', key)
        t.deepEqual(inOrder(asked('aliases', key)), inOrder(alias), `aliases of ${key}`)
        // Postfix asks for a mailbox only once no alias leads elsewhere.
        if (alias === null || alias === key)
          t.is(asked('mailboxes', key), wanted('mailboxes', key), `mailbox of ${key}`)
        const [only, another] = (alias ?? '').split(', ')
        if (only !== undefined && only !== '' && another === undefined)
          t.is(tables.mailboxes.get(only), wanted('mailboxes', only) ?? undefined, `mailbox of ${only}`)
      }
    }),
    { numRuns: process.env.ROLLCALL_LONG ? 400 : 12 },
  )
})

const inOrder = (list: string | null | undefined): string[] => (list ?? '').split(', ').filter(Boolean).sort()
