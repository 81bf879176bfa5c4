import { writeFileSync } from 'node:fs'
import test from 'ava'
import type { ProblemJson } from '../../../source/views/problem-view.ts'
import { workplace } from '../../support/workplace.ts'

test('alone it lists the users of the store', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  await place.run(['sync'])
  const { code, stdout } = await place.run(['users'])
  t.is(code, 0)
  t.regex(stdout, /^ursula\.becker@example\.com {2}Ursula Becker .*Directory Services {2}login$/m)
  t.regex(stdout, /^2 users\.$/m)
})

test('the list as JSON holds no password', async (t) => {
  const place = await workplace(t, { setUp: false })
  const user = {
    userName: 'eve',
    fullName: 'Eve',
    distinguishedName: null,
    authentication: 'integrated',
    directoryId: null,
    emailAddresses: [],
    pop3UserNames: [],
    privileges: ['login'],
    privilegesOnFolders: [],
    password: 'scrypt$secret',
  }
  writeFileSync(place.home.users, JSON.stringify({ version: 1, revision: 3, users: [user] }))
  const { code, stdout } = await place.run(['users', 'list', '--json'])
  t.is(code, 0)
  t.is(JSON.parse(stdout).storeRevision, 3)
  t.notRegex(stdout, /password|scrypt/)
})

test('a store that does not parse exits with 65 and is left as it is', async (t) => {
  const place = await workplace(t, { setUp: false })
  writeFileSync(place.home.users, '{"version":1,')
  const { code, document } = await place.answer<ProblemJson>(['users'])
  t.is(code, 65)
  t.truthy(document.problem.remedy)
})
