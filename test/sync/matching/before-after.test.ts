import test from 'ava'
import { pairSideBySide } from '../../../source/sync/matching/before-after.ts'
import { account, user } from '../builders.ts'

const names = ['ada@example.com', 'bob@example.com', 'carol@example.com', 'dan@example.com', 'eve@example.com']
const accounts = names.map((name) => ({ account: account(name), reason: { code: 'everyone' as const } }))
const users = names.map((name) => user(name))

const pairedNames = (result: ReturnType<typeof pairSideBySide>): string[] =>
  result.pairs.map(({ account, user }) => `${account.primaryEmail} ${user.userName}`)

test('two lists in order of name leave over only whom one of them has', (t) => {
  const result = pairSideBySide(
    accounts.filter(({ account }) => !account.primaryEmail.startsWith('bob')),
    users.filter(({ userName }) => !userName.startsWith('dan')),
  )
  t.deepEqual(pairedNames(result), [
    'ada@example.com ada@example.com',
    'carol@example.com carol@example.com',
    'eve@example.com eve@example.com',
  ])
  t.deepEqual(
    result.accountsLeft.map(({ account }) => account.primaryEmail),
    ['dan@example.com'],
  )
  t.deepEqual(
    result.usersLeft.map(({ userName }) => userName),
    ['bob@example.com'],
  )
})

test('lists in other orders lose nobody and pair nobody wrongly', (t) => {
  const result = pairSideBySide([...accounts].reverse(), users)
  t.is(result.pairs.length + result.accountsLeft.length, names.length)
  t.is(result.pairs.length + result.usersLeft.length, names.length)
  for (const { account, user } of result.pairs) t.is(user.directoryId, account.id)
})
