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
    })
    .map(({ name, emailAddresses }): User => user(name, { emailAddresses })),
  { selector: ({ userName }) => userName, maxLength: 4 },
)

test('the views of Postfix say of each address what the live look-ups say', async (t) => {
  await fc.assert(
    fc.asyncProperty(someUsers, async (users) => {
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
      const book = createAddressBook(users, { catchAll: null, administrator: null })
      const found = async (view: string, column: string) => {
        const rows = await cluster.query(saved.url, `SELECT address, ${column} AS value FROM rollcall.${view}`)
        return new Map(rows.map(({ address, value }) => [String(address), String(value)]))
      }
      const mailboxes = await found('postfix_mailboxes', 'mailbox')
      const aliases = await found('postfix_aliases', 'destinations')
      const keys = new Set([...book.keys(), ...mailboxes.keys()])
      const wanted = (table: LookupTable, key: string) => lookUp(book, table, key, folderOf)
      for (const key of keys) {
        // Postfix asks for a mailbox only where no alias leads elsewhere, with the tag first and then without it.
        const mailbox = mailboxes.get(key) ?? mailboxes.get(key.replace(/\+[^@]*@/, '@')) ?? null
        if (!aliases.has(key)) t.is(mailbox, wanted('mailboxes', key), `mailbox of ${key}`)
        // A table need not say that an address leads to itself.
        const alias = wanted('aliases', key)
        t.deepEqual(inOrder(aliases.get(key)), alias === key ? [] : inOrder(alias), `aliases of ${key}`)
      }
    }),
    { numRuns: process.env.ROLLCALL_LONG ? 200 : 15 },
  )
})

const inOrder = (list: string | null | undefined): string[] => (list ?? '').split(', ').filter(Boolean).sort()
