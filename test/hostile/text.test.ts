import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import fc from 'fast-check'
import '../support/seed.ts'
import { dovecotUsers } from '../../source/operations/exports/dovecot-users.ts'
import { usersCsv } from '../../source/operations/exports/users-csv.ts'
import { folderOf } from '../../source/store/archives/archive-names.ts'
import { createAddressBook } from '../../source/sync/mail/address-book.ts'
import { lookupTables, postfixTable } from '../../source/sync/mail/lookup-tables.ts'
import { domainKey, mailKey } from '../../source/sync/mail/mail-address.ts'
import type { User } from '../../source/sync/user.ts'
import { noPaint } from '../../source/text/colours.ts'
import { Problem } from '../../source/text/problem.ts'
import { archivesText } from '../../source/views/archives.ts'
import { groupsText } from '../../source/views/groups.ts'
import { commitText } from '../../source/views/history.ts'
import { planCsv } from '../../source/views/plan/plan-csv.ts'
import { planText } from '../../source/views/plan/plan-text.ts'
import { problemText } from '../../source/views/problem-view.ts'
import { userDetailText } from '../../source/views/user-detail.ts'
import { usersText } from '../../source/views/users.ts'
import type { Run } from '../support/run-process.ts'
import { account, group, planFor, storeOf, user } from '../sync/builders.ts'
import { strangers } from './strangers.ts'
import { forbiddenSign, forgedLine, hostileNames } from './strings.ts'

function check(t: ExecutionContext, name: string, { stdout, stderr }: Run): void {
  for (const text of [stdout, stderr]) {
    // JSON's readers want their data whole; floods of marks cannot leave its line.
    const shown = text.startsWith('{') ? text.replace(/\p{M}{5,}/gu, '') : text
    t.is(forbiddenSign(shown.replaceAll('\r\n', '\n')), null, name)
    t.is(forgedLine(text), null, name)
  }
}

const commands: string[][] = [
  ['check'],
  ['groups'],
  ['groups', '--json'],
  ['setup', '--group', 'scary@example.com'],
  ['plan'],
  ['plan', '--all'],
  ['plan', '--json'],
  ['sync', '--json'],
  ['sync'],
  ['users'],
  ['users', '--json'],
  ['users', 'show', 'admin@example.com'],
  ['who', hostileNames[0] ?? ''],
  ['who', hostileNames[6] ?? ''],
  ['archives'],
  ['archives', 'list', '--all'],
  ['history'],
  ['history', '4'],
  ['history', '--json'],
  ['settings', 'show'],
  ['settings', 'show', '--json'],
  ['export', '--format', 'json'],
  ['export', '--format', 'csv'],
  ['export', '--format', 'postfix'],
  ['export', '--format', 'dovecot'],
  ['users', 'show', '\u001b[31mnobody'],
  ['users', 'edit', 'nobody\nFORGED', '--full-name', 'x'],
  ['restore', '3', '--yes'],
  ['undo', '--yes'],
  ['complete-words', '--', 'users', 'show', ''],
  ['complete-words', '--', 'setup', '--group', ''],
  ['\u001b]0;FORGED\u0007'],
  ['plan', '--\u001b[2J'],
  ['sync', '--plan', '/nowhere/\u001b[2J\nFORGED'],
  ['setup', '--key', '/nowhere/\u202e\nFORGED'],
  ['setup', '--admin', 'a\u001b[2J\nFORGED'],
  ['setup', '--exclude', '\u001b[2J\nFORGED'],
]

test('no name that a stranger chose reaches a terminal raw, from any command', async (t) => {
  const place = await strangers(t)
  mkdirSync(join(place.home.archives, '\u001b[2J\nFORGED folder'), { recursive: true })
  const codes = new Map<string, number | null>()
  for (const args of commands) {
    const run = await place.run([...args, '--verbose'])
    codes.set(args.join(' '), run.code)
    check(t, JSON.stringify(args), run)
  }
  for (const name of ['check', 'groups', 'plan', 'sync', 'users', 'archives', 'history', 'export --format csv']) {
    t.is(codes.get(name), 0, name)
  }
  const folders = readdirSync(place.home.archives)
  t.true(folders.length > 30)
  for (const folder of folders.filter((name) => !name.includes('FORGED folder'))) {
    t.regex(folder, /^[a-z0-9@._+'=-][a-z0-9@._+'=~-]{0,254}$/, folder)
  }
  const lines = readFileSync(place.home.history, 'utf8').trimEnd().split('\n')
  t.deepEqual(
    lines.map((line) => typeof JSON.parse(line).revision),
    lines.map(() => 'number'),
  )
})

test('no word of an error answer reaches a terminal raw', async (t) => {
  const place = await strangers(t)
  for (const [index, name] of hostileNames.slice(0, 21).entries()) {
    const told = `FORGED\n${name}`
    const body = [
      { error: 'invalid_grant', error_description: told },
      { error: told, error_description: told },
      { error: { code: 403, message: told, status: told, errors: [{ reason: told, message: told, domain: told }] } },
      `<html><title>${told}</title>`,
      told,
    ][index % 5]
    place.google.setFaults([
      {
        call: index % 2 === 0 ? 'token' : 'users.list',
        status: [400, 403, 404][index % 3] ?? 400,
        times: 'always',
        body: body ?? '',
      },
    ])
    const run = await place.run(['sync', '--verbose'])
    t.not(run.code, 0)
    check(t, `sync with ${JSON.stringify(body)}`, run)
  }
})

const runs = { numRuns: process.env.ROLLCALL_LONG ? 20_000 : 120 }
const stranger = fc.oneof(
  fc.constantFrom(...hostileNames.filter((name) => name.length < 1000)),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        '\u001b',
        '[',
        ']',
        '0m',
        '\n',
        '\r',
        '\u202e',
        '\u200b',
        '\u0301',
        ',',
        '"',
        ':',
        ' ',
        '=',
        '@',
        '#',
        'a',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
)

test('in no view does a name break out of its place', (t) => {
  const property = fc.property(
    fc.array(fc.tuple(stranger, stranger, stranger), { minLength: 1, maxLength: 4 }),
    (people) => {
      const users = people.map(
        ([name, fullName, alias], index): User =>
          user(`${name}${index}`, {
            fullName,
            emailAddresses: [`${name}${index}@example.com`, alias],
            pop3UserNames: [alias],
          }),
      )
      const accounts = people.map(([name, fullName, alias], index) =>
        account(`${name}${index}x`, { fullName, aliases: [alias] }),
      )
      const chosen = group(
        'g',
        accounts.map(({ id, primaryEmail }) => ({ id, email: primaryEmail, type: 'USER' })),
      )
      chosen.name = people[0]?.[1] ?? ''
      const plan = planFor({ users: accounts, groups: [chosen] }, storeOf(...users), { groups: [chosen] })
      const shared = new Map(people.map(([name, fullName]) => [name, [fullName]]))
      const text = people[0]?.[0] ?? ''
      const problem = new Problem({
        code: 'x',
        kind: 'failed',
        title: text,
        cause: 'c',
        remedy: 'r',
        facts: { fact: text },
      })
      const record = {
        time: '2026-01-02T03:04:05Z',
        revision: 4,
        command: text,
        summary: plan.summary,
        changes: plan.changes,
        who: { user: text, sudoUser: text, sshConnection: text },
      }
      const outputs = [
        planText(plan, { all: true, paint: noPaint, tense: 'planned' }),
        usersText(users, { total: users.length, shared }),
        ...users.map((one) => userDetailText(one, shared)),
        groupsText([{ id: text, email: text, name: text, directMembersCount: 1, chosen: true }]),
        archivesText([{ folder: text, archive: text, messages: 1, bytes: 1, mailOf: null, owner: text }], true),
        commitText(record),
        problemText(problem),
      ]
      for (const output of outputs) {
        if (forbiddenSign(output) !== null || forgedLine(output) !== null)
          throw new Error(forbiddenSign(output) ?? output)
      }
      for (const csv of [usersCsv(users), planCsv(plan.changes)]) checkCsv(csv)
      checkMaps(users)
    },
  )
  const { failed, errorInstance } = fc.check(property, runs)
  t.false(failed, String(errorInstance))
})

/** Every row has as many cells as the first, and no cell is a formula or holds a control or turning sign. */
function checkCsv(csv: string): void {
  const rows = readCsv(csv)
  for (const row of rows) {
    if (row.length !== rows[0]?.length) throw new Error(`${row.length} cells: ${JSON.stringify(row)}`)
    for (const cell of row) {
      if (/^[\s\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(cell))
        throw new Error(`a formula: ${JSON.stringify(cell)}`)
      if (/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(cell))
        throw new Error(`a sign: ${JSON.stringify(cell)}`)
    }
  }
}

/** RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && quoted === undefined && plain === '') break
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}

/** Each line is one of the users' addresses or domains and a user's folder, word for word, or there is none. */
function checkMaps(users: readonly User[]): void {
  const book = createAddressBook(users, { catchAll: null, administrator: null })
  const known = new Set(users.flatMap(({ emailAddresses }) => emailAddresses.map(mailKey)))
  for (const table of lookupTables) {
    for (const line of postfixTable(book, table, folderOf).text.split('\n').filter(Boolean)) {
      const key = mailKey(line.split('  ')[0] ?? '')
      const isKnown = table === 'domains' ? book.isOwnDomain(domainKey(key)) : known.has(key) || isMade(key)
      if (!isKnown) throw new Error(`a forged map: ${line}`)
    }
  }
  const lines = dovecotUsers(book, (archive) => `/archives/${folderOf(archive)}`).text.split('\n')
  for (const line of lines.filter(Boolean)) {
    const fields = line.split(':')
    const name = fields[0] ?? ''
    const isKnown = users.some(({ userName }) => userName === name) || known.has(mailKey(name)) || isMade(name)
    if (fields.length !== 9 || !isKnown) throw new Error(`a forged user: ${line}`)
  }
}

/** An address that tells users apart who share all of theirs. */
const isMade = (key: string): boolean => /\+[0-9a-f]{16}@/.test(key)

test('the store of names that a stranger chose can be read back', async (t) => {
  const place = await strangers(t)
  t.is((await place.run(['sync'])).code, 0)
  const { users } = JSON.parse(readFileSync(place.home.users, 'utf8')) as { users: User[] }
  t.true(users.some(({ fullName }) => fullName === hostileNames[0]))
  writeFileSync(place.home.users, JSON.stringify({ version: 1, revision: 9, users }))
  t.is((await place.run(['users'])).code, 0)
})
