import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', 'ada'].map((name) => ({ primaryEmail: `${name}@example.com`, name: { fullName: name } })),
  groups: [
    { id: 'g1', email: 'board@example.com', name: 'Board', members: [] },
    { id: 'g2', email: 'staff@example.com', name: 'Staff', members: [{ email: 'ada@example.com' }] },
  ],
}

test('the whole set-up and a commit by numbered questions, wrong answers included, without any control sequence', async (t) => {
  const place = await workplace(t, { organization })
  const key = place.home.serviceAccountKey
  const client = join(place.home.folder, 'client.json')
  const { clientId, clientSecret } = place.google.oidc
  await writeFile(client, JSON.stringify({ web: { client_id: clientId, client_secret: clientSecret } }))
  const answers = [
    'n', // the console steps
    'n',
    `${key}.missing`,
    'y',
    'n',
    key, // another key: a wrong path, then the right one
    'nonsense',
    'y',
    'admin@example.com', // no address, then the administrator
    '9',
    '2', // no such group, then Staff
    'maybe',
    'y',
    '',
    '',
    '',
    '3, 20%', // automatic deletion and the other options
    '3 4',
    '', // login and archive
    'y',
    client,
    'archive',
    '',
    '', // the sign-in, with a host that is none at first
    'y',
    'y',
    client,
    'localhost',
    '',
    '',
    'y', // synchronize
    '1',
    '4', // synchronize again, and quit
  ]
  const { code, stdout, stderr } = await place.run(['setup', '--plain'], { input: `${answers.join('\n')}\n` })
  t.is(code, 0, stderr)
  t.regex(stdout, /fileMissing[\s\S]*Took the key[\s\S]*The connection to|The connection works/)
  t.regex(stdout, /Please answer numbers from 1 to 2/)
  t.regex(stdout, /Please answer y or n/)
  t.regex(stdout, /Done\. The store is now at revision 1\./)
  t.regex(stdout, /Redirect URI to register: http:\/\/localhost:8462\/oidc\/signin/)
  t.false(stdout.includes(clientSecret))
  t.regex(stdout, /Nothing to change/)
  t.false(stdout.includes('\u001b'))
  const settings = JSON.parse(await readFile(place.home.settings, 'utf8'))
  t.like(settings, {
    automaticDeletion: true,
    deletionLimit: { users: 3, percent: 20 },
    defaultPrivileges: ['login', 'archive'],
  })
  t.is(settings.groups[0].email, 'staff@example.com')
})

test('an input that ends early ends the questions, and what was answered is kept', async (t) => {
  const place = await workplace(t, { organization, setUp: false })
  const { code } = await place.run(['--plain'], { input: `n\n${place.home.folder}\n` })
  t.is(code, 0)
})
