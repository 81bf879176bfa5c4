import test from 'ava'
import fc from 'fast-check'
import { answerLookup } from '../../../source/lookups/answer-request.ts'
import { dovecotUsers } from '../../../source/operations/exports/dovecot-users.ts'
import { folderOf } from '../../../source/store/archives/archive-names.ts'
import { createStoreView } from '../../../source/store/users/follow/store-view.ts'
import { type AddressBook, createAddressBook, leafedBook } from '../../../source/sync/mail/address-book.ts'
import { lookUp, postfixTable } from '../../../source/sync/mail/lookup-tables.ts'
import { mailKey } from '../../../source/sync/mail/mail-address.ts'
import { routeOf } from '../../../source/sync/mail/route.ts'
import type { User } from '../../../source/sync/user.ts'
import { integrated, user } from '../builders.ts'
import { askTable } from './postfix-tables.ts'
import { anyAddress, anyUsers } from './stores.ts'

const administrator = 'admin@example.com'

/** The folders that get the mail of an address, as Postfix's two tables lead to them; sorted. */
function foldersBy(ask: (table: 'aliases' | 'mailboxes', key: string) => string | null, address: string): string[] {
  const known = ask('aliases', address)?.split(', ') ?? [address]
  return known.flatMap((one) => ask('mailboxes', one) ?? []).sort()
}

/** The home of each user that Dovecot finds in a passwd-file. */
function askDovecot(text: string): Map<string, string> {
  const lines = text.split('\n').filter(Boolean)
  return new Map(lines.map((line) => [line.split(':')[0] ?? '', line.split(':')[5] ?? '']))
}

/** The store as the service follows it, after another one. */
function followed(before: readonly User[], users: readonly User[], catchAll: string | null): AddressBook {
  const view = createStoreView()
  view.apply({ state: 'whole', revision: 1, users: [...before] })
  const names = new Set(users.map(({ userName }) => userName))
  const removed = before.map(({ userName }) => userName).filter((name) => !names.has(name))
  view.apply({ state: 'changes', revision: 2, users: [...users], removed })
  return {
    holders: view.withAddress,
    named: view.named,
    isOwnDomain: (domain) => domain === 'example.com' || view.hasOwnDomain(domain),
    catchAll,
  }
}

const runs = { numRuns: process.env.ROLLCALL_LONG ? 20_000 : 600 }

test('for any store and any address, live look-ups, Postfix, Dovecot and `who` lead to the same archives', (t) => {
  const catchAll = fc.option(fc.oneof(fc.constantFrom('desk', 'info desk'), anyAddress))
  t.notThrows(() =>
    fc.assert(
      fc.property(anyUsers, anyUsers, catchAll, anyAddress, (before, users, name, address) => {
        const book = createAddressBook(users, { catchAll: name, administrator })
        const live = followed(before, users, name)
        const route = routeOf(book, address)
          .destinations.map(({ user }) => `${folderOf(user.userName)}/`)
          .sort()
        const answer = (table: 'aliases' | 'mailboxes', key: string): string | null =>
          answerLookup(live, { table, key }).match(/^OK (.+)$/s)?.[1] ?? null
        const tables = {
          aliases: postfixTable(book, 'aliases', folderOf).text,
          mailboxes: postfixTable(book, 'mailboxes', folderOf).text,
        }
        const leafed = routeOf(leafedBook(users, { catchAll: name, administrator }), address)
        t.deepEqual(leafed, routeOf(book, address), 'what who asks')
        t.deepEqual(foldersBy(answer, address), route)
        const dovecot = askDovecot(dovecotUsers(book, folderOf).text)
        const known = answer('aliases', address)?.split(', ') ?? []
        t.deepEqual(known.map((one) => `${dovecot.get(one)}/`).sort(), route, [...dovecot].join('\n'))
        // Postfix takes `ß` for `ss`, so no table can hold it.
        if (!address.includes('ß'))
          t.deepEqual(
            foldersBy((table, key) => askTable(tables[table], key), address),
            route,
            JSON.stringify(tables),
          )
      }),
      runs,
    ),
  )
})

test('nobody gets mail of an address that is not theirs, with a tag or without', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(anyUsers, anyAddress, (users, address) => {
        const route = routeOf(createAddressBook(users, { catchAll: null, administrator }), address)
        for (const { user } of route.destinations) {
          const own = user.emailAddresses.map(mailKey)
          const untagged = mailKey(address).replace(/^([^+@]+)\+[^@]*/, '$1')
          const isOwn = own.includes(mailKey(address))
          const isAnothers = users.some((other) => other.emailAddresses.map(mailKey).includes(mailKey(address)))
          t.true(isOwn || (!isAnothers && own.includes(untagged)), `${address} -> ${user.userName}`)
        }
      }),
      runs,
    ),
  )
})

const ada = user('ada@example.com', { emailAddresses: ['ada@example.com', 'countess@example.com', 'ada@münchen.de'] })
const news = integrated('news', { emailAddresses: ['ada+news@example.com', 'friend@partner.net'] })
const book = createAddressBook([ada, news], { catchAll: null, administrator })
const withCatchAll = createAddressBook([ada, news], { catchAll: 'news', administrator })
const look = (table: Parameters<typeof lookUp>[1], key: string, where: AddressBook = book) =>
  lookUp(where, table, key, folderOf)

test('an address is found without case, with a tag, and in both spellings of its domain', (t) => {
  for (const address of [
    'countess@example.com',
    'COUNTESS@Example.COM',
    'countess+shop@example.com',
    'ada@XN--MNCHEN-3YA.de',
    'ada+x@München.de',
  ]) {
    t.is(look('mailboxes', address, withCatchAll), 'ada@example.com/', address)
    t.is(look('aliases', address), 'ada@example.com', address)
    t.is(look('senders', address), 'ada@example.com', address)
  }
})

test("an address with a plus that is somebody's own is not the one before the plus", (t) => {
  t.is(look('mailboxes', 'ada+news@example.com'), 'news/')
  t.is(look('aliases', 'ada+news@example.com'), 'ada+news@example.com')
  t.is(look('senders', 'ada+news@example.com'), 'news')
  t.is(look('mailboxes', 'ada+news+x@example.com'), 'ada@example.com/')
})

test("the other keys that Postfix asks for are nobody's address", (t) => {
  for (const key of [
    'ada',
    '@example.com',
    'example.com',
    '',
    '@',
    'ada@',
    'ada@example.com@example.com',
    'ada@@example.com',
  ]) {
    for (const table of ['mailboxes', 'aliases', 'senders'] as const) t.is(look(table, key), null, `${table} ${key}`)
  }
  t.is(look('domains', 'EXAMPLE.com'), 'example.com')
  t.is(look('domains', 'münchen.de'), 'xn--mnchen-3ya.de')
  t.is(look('domains', 'partner.net'), null, 'what somebody typed for a user made by hand')
})

test('a catch-all takes what nobody has, in the domains of the organization alone, and nobody may send as that', (t) => {
  t.is(look('aliases', 'nobody@example.com', withCatchAll), 'ada+news@example.com')
  t.is(look('mailboxes', 'nobody+x@münchen.de', withCatchAll), 'news/')
  t.is(look('mailboxes', '@example.com', withCatchAll), 'news/')
  t.is(look('mailboxes', 'countess@example.com', withCatchAll), 'ada@example.com/')
  t.is(look('aliases', 'nobody@partner.net', withCatchAll), null)
  t.is(look('aliases', 'nobody@sub.example.com', withCatchAll), null)
  t.is(look('senders', 'nobody@example.com', withCatchAll), null)
})

test('a catch-all that is named by an address follows its user through a rename, and one that is gone takes nothing', (t) => {
  const renamed = user('archive@example.com', { emailAddresses: ['archive@example.com', 'old@example.com'] })
  const at = (users: User[]) => createAddressBook(users, { catchAll: 'old@example.com', administrator })
  t.is(look('mailboxes', 'nobody@example.com', at([ada, renamed])), 'archive@example.com/')
  t.is(look('mailboxes', 'nobody@example.com', at([ada])), null)
})

test('mail for an address that two users claim is filed for both, under an address that each has alone', (t) => {
  const erik = user('erik@example.com', { emailAddresses: ['erik@example.com', 'countess@example.com'] })
  const shared = createAddressBook([ada, erik], { catchAll: null, administrator })
  t.is(look('aliases', 'countess@example.com', shared), 'ada@example.com, erik@example.com')
  t.is(look('mailboxes', 'countess@example.com', shared), null)
  t.is(look('senders', 'countess@example.com', shared), 'ada@example.com,erik@example.com')
})
