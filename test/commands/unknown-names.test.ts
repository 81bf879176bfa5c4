import test from 'ava'
import { workplace } from '../support/workplace.ts'

/** Every command that takes the name of something that must be there, with a name that nothing has. */
const commands: Readonly<Record<string, string>> = {
  'users show nobody': 'userNotFound',
  'users edit nobody --full-name Nobody': 'userNotFound',
  'users remove nobody --yes': 'userNotFound',
  'users take-over nobody --yes': 'userNotFound',
  'users release nobody --yes': 'userNotFound',
  'sessions end nobody': 'userNotFound',
  'setup --catch-all nobody': 'userNotFound',
  'archives assign old nobody --yes': 'userNotFound',
  'archives assign nothing ada@example.com --yes': 'archiveNotAssignable',
  'archives adopt nothing --yes': 'archiveNotAdoptable',
  'who nobody@example.com': 'addressUnknown',
  'setup --group nobody@example.com': 'groupNotFound',
  'setup --exclude-group nobody@example.com': 'groupNotFound',
  'history 99': 'revisionUnknown',
  'undo 99 --yes': 'revisionUnknown',
  'restore 99 --yes': 'backupMissing',
  'explain nothing': 'codeUnknown',
}

test('a name that nothing has is bad input, whichever command it is given to', async (t) => {
  const organization = {
    domains: ['example.com'],
    admins: ['admin@example.com'],
    users: [{ primaryEmail: 'admin@example.com' }, { primaryEmail: 'ada@example.com' }],
  }
  const place = await workplace(t, { organization } as never)
  await place.run(['sync'])
  for (const [line, code] of Object.entries(commands)) {
    const answer = await place.answer<{ problem?: { code: string } }>(line.split(' '))
    t.deepEqual([answer.document.problem?.code, answer.code], [code, 65], line)
  }
})

test('a revision that was taken back already is told from one that never was', async (t) => {
  const place = await workplace(t)
  await place.run(['users', 'add', 'desk'])
  await place.run(['undo', '--yes'])
  const again = await place.run(['undo', '1', '--yes'])
  t.is(again.code, 1)
  t.regex(again.stderr, /Revision 1 was taken back already/)
})
