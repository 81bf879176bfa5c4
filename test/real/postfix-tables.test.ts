import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { answerFromStores } from '../../source/lookups/answer-from-stores.ts'
import { createLookupServer } from '../../source/lookups/lookup-server.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { folderOf } from '../../source/store/archives/archive-names.ts'
import { openHome } from '../../source/store/open-home.ts'
import { openStore } from '../../source/store/open-store.ts'
import { createStoreReader } from '../../source/store/users/follow/store-reader.ts'
import { storeText } from '../../source/store/users/store-adapter.ts'
import { createAddressBook } from '../../source/sync/mail/address-book.ts'
import { postfixTable } from '../../source/sync/mail/lookup-tables.ts'
import { routeOf } from '../../source/sync/mail/route.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { anyAddress, anyUsers } from '../sync/mail/stores.ts'
import { withPrograms } from './support/run-daemon.ts'

const postmap = '/usr/sbin/postmap'
const administrator = 'admin@example.com'

/** What the real postmap finds in a table, for many keys at once. */
async function ask(map: string, keys: readonly string[]): Promise<Map<string, string>> {
  const child = spawn(postmap, ['-q', '-', map], { stdio: ['pipe', 'pipe', 'pipe'] })
  let [text, errors] = ['', '']
  child.stdout.on('data', (data) => {
    text += data
  })
  child.stderr.on('data', (data) => {
    errors += data
  })
  child.stdin.end(keys.map((key) => `${key}\n`).join(''))
  const [code] = await once(child, 'close')
  // 1: not everything was found.
  if (code > 1 || /fatal|error/.test(errors)) throw new Error(`postmap ended with ${code}: ${errors}`)
  return new Map(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]),
  )
}

/** The keys that Postfix tries in a file, in this order. */
function tries(address: string): string[] {
  const [plus, at] = [address.indexOf('+'), address.lastIndexOf('@')]
  return [address, ...(plus > 0 && plus < at ? [address.slice(0, plus) + address.slice(at)] : []), address.slice(at)]
}

withPrograms(postmap)(
  'for random stores, the real postmap finds the same archives live and in exported tables, for every address',
  async (t) => {
    t.timeout(300_000)
    const samples = fc.sample(
      fc.tuple(
        anyUsers,
        fc.option(fc.constantFrom('desk', 'a@example.com')),
        fc.uniqueArray(anyAddress, { minLength: 20 }),
      ),
      process.env.ROLLCALL_LONG ? 100 : 8,
    )
    for (const [users, catchAll, asked] of samples) {
      const folder = temporaryFolder(t)
      const home = openHome(join(folder, 'home'))
      await writeSettings(home, { catchAll, administrator })
      const sorted = [...users].sort((a, b) => (a.userName < b.userName ? -1 : 1))
      writeFileSync(home.users, [...storeText({ version: 1, revision: 1, users: sorted })].join(''), { mode: 0o600 })
      const store = await (await openStore(home)).follow(() => createStoreReader(home.folder))
      const { server, close } = createLookupServer(answerFromStores(() => [{ instanceId: null, home, store }]))
      const socket = join(folder, 'lookups')
      server.listen(socket)
      await once(server, 'listening')

      const book = createAddressBook(sorted, { catchAll, administrator })
      // Postfix takes `ß` for `ss`, and folds letters itself before it asks.
      const addresses = asked.filter((address) => !/[ß#"]/.test(address)).map((address) => address.toLowerCase())
      const keys = [...new Set(addresses.flatMap(tries))]
      const found = new Map<string, Map<string, string>>()
      for (const table of ['aliases', 'mailboxes'] as const) {
        const file = join(folder, table)
        writeFileSync(file, postfixTable(book, table, folderOf).text)
        execFileSync(postmap, [`hash:${file}`], { stdio: ['ignore', 'ignore', 'pipe'] })
        const again =
          table === 'mailboxes'
            ? [...(found.get('live aliases')?.values() ?? [])].flatMap((value) => value.split(', '))
            : []
        const all = [...new Set([...keys, ...again, ...again.flatMap(tries)])]
        found.set(`live ${table}`, await ask(`socketmap:unix:${socket}:${table}`, all))
        found.set(`file ${table}`, await ask(`hash:${file}`, all))
      }
      const foldersBy = (way: 'live' | 'file', address: string): string[] => {
        const look = (table: string, key: string) =>
          (way === 'live' ? [key] : tries(key)).map((one) => found.get(`${way} ${table}`)?.get(one)).find(Boolean)
        return (look('aliases', address)?.split(', ') ?? [address])
          .flatMap((one) => look('mailboxes', one) ?? [])
          .sort()
      }
      for (const address of addresses) {
        const route = routeOf(book, address)
          .destinations.map(({ user }) => `${folderOf(user.userName)}/`)
          .sort()
        const about = JSON.stringify({
          address,
          catchAll,
          users: users.map(({ userName, emailAddresses }) => [userName, emailAddresses]),
        })
        t.deepEqual(foldersBy('live', address), route, about)
        t.deepEqual(foldersBy('file', address), route, about)
      }
      await close()
      await store.close()
    }
  },
)
