import { readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { answers, changed } from './answers.ts'
import {
  type Asked,
  type GivenMember,
  type GivenUser,
  type GivenWorld,
  type Question,
  refusal,
} from './documented-google.ts'
import { synchronized } from './synchronized.ts'

const person = (number: number): GivenUser => ({
  id: String(100 + number),
  primaryEmail: `p${number}@example.com`,
  suspended: false,
  archived: false,
})
const people = Array.from({ length: 20 }, (_, index) => person(index + 10))
const memberOf = ({ id, primaryEmail }: GivenUser) => ({ id, email: primaryEmail, type: 'USER' })
const admin: GivenUser = { id: '1', primaryEmail: 'it@example.com', suspended: false, archived: false }

/** Everybody is in the chosen group, the last five through a group inside it. */
const world = (): GivenWorld => ({
  users: [admin, ...people],
  groups: [
    {
      id: 'g1',
      email: 'archive@example.com',
      members: [
        ...[admin, ...people.slice(0, 15)].map(memberOf),
        { id: 'g2', email: 'inner@example.com', type: 'GROUP' },
      ],
    },
    { id: 'g2', email: 'inner@example.com', members: people.slice(15).map(memberOf) },
    { id: 'g3', email: 'outside@example.com', members: [{ id: 'g4', email: 'within@example.com', type: 'GROUP' }] },
    { id: 'g4', email: 'within@example.com', members: [] },
  ],
})
const archive = { id: 'g1', email: 'archive@example.com', name: 'archive@example.com' }
/** Nobody is in it, whatever its list says. */
const outside = { id: 'g3', email: 'outside@example.com', name: 'outside@example.com' }

/** One column of the table: what is asked, when it is answered wrongly, and whom the answer could delete. */
type Column = {
  question: Question
  isAsked?: (asked: Asked) => boolean
  chosen: boolean
  /** Whether members of a group are out: its list then has those who are `left`, though none of them is a member. */
  isExcluding?: true
  /** Those who are missing from the list without being gone. */
  left: readonly GivenUser[]
  /** Users that the store holds without an account's id. */
  withoutId?: true
  /** Google has no answer to `members.hasMember`, so that the groups of the account are asked for. */
  hasNoAnswer?: true
}

const columns: Readonly<Record<string, Column>> = {
  'The list of users': { question: 'users.list', chosen: false, left: [] },
  'Members of a chosen group': {
    question: 'members.list',
    isAsked: ({ group }) => group === 'g1',
    chosen: true,
    left: [],
  },
  'Members of a group inside': {
    question: 'members.list',
    isAsked: ({ group }) => group !== 'g1',
    chosen: true,
    left: [],
  },
  'Is it still a member?': { question: 'members.hasMember', chosen: true, left: people.slice(3, 5) },
  'Which groups is it in?': {
    question: 'groups.list',
    isAsked: ({ query }) => query.has('userKey'),
    chosen: true,
    left: people.slice(3, 5),
    hasNoAnswer: true,
  },
  'Members of an excluded group': {
    question: 'members.list',
    isAsked: ({ group }) => group === 'g3',
    chosen: false,
    isExcluding: true,
    left: [],
  },
  'Members of a group inside that': {
    question: 'members.list',
    isAsked: ({ group }) => group !== 'g3',
    chosen: false,
    isExcluding: true,
    left: [],
  },
  'Is it in the excluded group?': {
    question: 'members.hasMember',
    chosen: false,
    isExcluding: true,
    left: people.slice(3, 5),
  },
  'Which groups is it in? (excluded)': {
    question: 'groups.list',
    isAsked: ({ query }) => query.has('userKey'),
    chosen: false,
    isExcluding: true,
    left: people.slice(3, 5),
    hasNoAnswer: true,
  },
  'Does it exist? (by id)': { question: 'users.get', chosen: false, left: people.slice(3, 5) },
  'Does it exist? (by address)': { question: 'users.get', chosen: false, left: people.slice(3, 5), withoutId: true },
}

/** The table of docs/safety.md: by answer, and by question, what it means. */
function tableIn(document: string): { answer: string; meanings: Record<string, string> }[] {
  const lines = document.split('\n')
  const start = lines.findIndex((line) => line.startsWith('| The answer is'))
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const [, ...names] = cells(lines[start] ?? '')
  const rows = lines.slice(start + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => {
      const [answer = '', ...meanings] = cells(line)
      return { answer, meanings: Object.fromEntries(names.map((name, index) => [name, meanings[index] ?? ''])) }
    })
}

const table = tableIn(readFileSync(new URL('../../docs/safety.md', import.meta.url), 'utf8'))

test('the table of the answers names every answer and every question that is tried', (t) => {
  t.deepEqual(table.map(({ answer }) => answer).sort(), Object.keys(answers).sort())
  for (const { meanings } of table) t.deepEqual(Object.keys(meanings), Object.keys(columns))
})

for (const [name, column] of Object.entries(columns)) {
  test(`each answer to "${name}" means what the table says`, async (t) => {
    t.timeout(300_000)
    for (const { answer, meanings } of table) {
      const meaning = meanings[name]
      const groups = column.chosen ? [archive] : []
      const excludedGroups = column.isExcluding ? [outside] : []
      const { google, home, bytes, again } = await synchronized(t, world(), { groups, excludedGroups })
      if (column.withoutId) {
        const store = JSON.parse(bytes())
        for (const user of store.users)
          if (column.left.some(({ id }) => id === user.directoryId)) user.directoryId = null
        writeFileSync(home.users, JSON.stringify(store))
      }
      const before = bytes()
      const isLeft = (entry: { id?: string | undefined }) => column.left.some(({ id }) => id === entry.id)
      google.instead = (asked, usual) => {
        const isMeant = asked.question === column.question && (column.isAsked?.(asked) ?? true)
        if (asked.question === 'members.hasMember' && column.hasNoAnswer) {
          return refusal(400, 'Invalid Input: memberKey', 'invalid')
        }
        if (isMeant) return answers[answer]?.(asked.question, usual)
        if (asked.question !== 'users.list' && asked.question !== 'members.list') return undefined
        if (column.isExcluding) {
          if (asked.question === 'users.list' || asked.group !== 'g3') return undefined
          return changed(usual(), (body) => ({
            ...body,
            members: [...(body.members as GivenMember[]), ...column.left.map(memberOf)],
          }))
        }
        const [list, key] = [JSON.parse(usual().body), asked.question === 'users.list' ? 'users' : 'members']
        if (asked.question === (column.chosen ? 'users.list' : 'members.list') || list[key] === undefined)
          return undefined
        return {
          ...usual(),
          body: JSON.stringify({ ...list, [key]: list[key].filter((one: { id?: string }) => !isLeft(one)) }),
        }
      }
      const outcome = await again()
      const label = `${name}: ${answer}`
      if (meaning === 'no') {
        t.is(outcome.problem, null, label)
        t.is(outcome.result?.plan.summary.delete, column.left.length, label)
      } else if (meaning === 'kept') {
        t.is(outcome.problem, null, label)
        const rows = outcome.result?.plan.changes.filter(({ action }) => action === 'conflict') ?? []
        t.is(rows.length, column.left.length, label)
        for (const { reason } of rows) t.regex(reason.code, /^(membershipUnknown|accountUnreadable)$/, label)
        t.is(outcome.bytes, before, label)
      } else if (meaning === 'asks otherwise') {
        // The other question is answered truly: they are members, so the list is wrong.
        t.is(outcome.problem?.code, 'listingIncomplete', label)
        t.is(outcome.bytes, before, label)
      } else {
        t.is(outcome.problem?.kind, meaning === 'stops' ? 'stopped' : (meaning as 'refused' | 'failed'), label)
        t.is(outcome.bytes, before, label)
      }
    }
  })
}
