import { existsSync } from 'node:fs'
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

test('the whole setup and a commit by numbered questions, wrong answers included, without any control sequence', async (t) => {
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
    'admin@example.com', // no address, then the administrator
    '9',
    '2', // no such group, then Staff
    '',
    '',
    '',
    '', // no units, nobody to skip, no list
    'maybe',
    'y',
    '',
    '',
    '',
    '',
    '3, 20%', // automatic deletion and the other options
    'catchall@example.com', // before the first synchronization anybody can be named
    '3 4',
    '', // login and archive
    'no group', // no group gives more, after a wrong answer, or has an archive
    '',
    '',
    'y',
    client,
    'archive',
    'localhost',
    '',
    '', // the sign-in, with a host that is none at first
    '',
    '',
    '', // no certificate, no proxy, no other hosts
    'y', // synchronize
    '1',
    '4', // synchronize again, and quit
  ]
  const { code, stdout, stderr } = await place.run(['setup', '--plain'], { input: `${answers.join('\n')}\n` })
  t.is(code, 0, stderr)
  t.regex(stdout, /fileMissing[\s\S]*Using the key[\s\S]*The connection to|The connection works/)
  t.regex(stdout, /Answer with numbers from 1 to 2/)
  t.regex(stdout, /Answer y or n/)
  t.regex(stdout, /Done\. This is revision 1\./)
  t.regex(stdout, /Redirect URI to register: http:\/\/localhost:8462\/oidc\/signin/)
  t.false(stdout.includes(clientSecret))
  t.regex(stdout, /Nothing to change/)
  t.false(stdout.includes('\u001b'))
  const settings = JSON.parse(await readFile(place.home.settings, 'utf8'))
  t.like(settings, {
    automaticDeletion: true,
    deletionLimit: { users: 3, percent: 20 },
    catchAll: 'catchall@example.com',
    defaultPrivileges: ['login', 'archive'],
  })
  t.is(settings.groups[0].email, 'staff@example.com')
})

test('an input that ends early ends the questions, and what was answered is kept', async (t) => {
  const place = await workplace(t, { organization, setUp: false })
  const { code } = await place.run(['--plain'], { input: `n\n${place.home.folder}\n` })
  t.is(code, 0)
})

/** A question that is expected, what is answered, and what Enter must stand for there. */
type Expected = readonly [question: string, answer: string, enter?: string | undefined]

/** A step of the setup: its questions with their answers, and what it asks when everything in it is saved. */
type Visit = { first: readonly Expected[]; again: readonly Expected[] }

/** Each step in an empty home. Enter stands for what was answered, saved or not. */
function visits(keyFile: string, clientFile: string): readonly Visit[] {
  const kept = (questions: readonly Expected[]): Visit => {
    return { first: questions, again: questions.map(([question, answer]) => [question, '', answer]) }
  }
  return [
    { first: [["Google's side", 'n']], again: [["Google's side", 'n']] },
    { first: [["service account's JSON key", keyFile, '']], again: [['Keep the key of', '', 'y']] },
    kept([['E-mail address', 'admin@example.com']]),
    { first: [], again: [['Check the connection again', '', 'y']] },
    kept([
      ['Which groups', '2'],
      ['units to include', 'none'],
      ['members are skipped', 'none'],
      ['units to skip', 'none'],
      ['List who is in scope', 'n'],
    ]),
    kept([
      ['Automatic deletion', 'y'],
      ['how many days', '14'],
      ['Keep suspended', 'y'],
      ['Keep archived', 'n'],
      ['Exclusions', 'bot-*'],
      ['Stop if a sync', '7'],
      ['Catch-all', 'none'],
    ]),
    kept([
      ['Which privileges', '3 4'],
      ['Which rights', '1'],
      ['give more privileges', 'staff@example.com=export'],
      ['Take these back', 'y'],
      ['archive of their own', 'staff@example.com'],
    ]),
    {
      first: [
        ['sign in with Google', 'y'],
        ["OAuth client's", clientFile],
        ['Host name', 'localhost'],
        ['Port,', '8500'],
        ['Instance ID', 'none'],
        ['Certificate with', 'none'],
        ['reverse proxy', '127.0.0.1'],
        ['Other hosts', 'mail.example.com'],
      ],
      again: [['Change the sign-in', '', 'n']],
    },
  ]
}

test('back leads from each question to the one before, with what was answered there, and on to a commit', async (t) => {
  const place = await workplace(t, { organization, setUp: false })
  const client = join(place.folder, 'client.json')
  const { clientId, clientSecret } = place.google.oidc
  await writeFile(client, JSON.stringify({ web: { client_id: clientId, client_secret: clientSecret } }))
  const steps = visits(place.keyFile, client)
  const expected: Expected[] = []
  steps.forEach(({ first }, index) => {
    const before = steps.slice(0, index).findLastIndex((step) => step.first.length > 0)
    first.forEach(([question, answer, enter], place) => {
      const previous = first[place - 1]
      if (previous !== undefined) expected.push([question, 'back'], [previous[0], '', previous[1]])
      else if (before >= 0) {
        // Past the connection check, which asks only those who come back.
        const between = steps.slice(before + 1, index).flatMap(({ again }) => again.map(([asked]) => asked))
        expected.push([question, 'back'], ...between.map((asked): Expected => [asked, 'back']))
        expected.push(...(steps[before]?.again ?? []))
      }
      expected.push([question, answer, enter])
    })
  })
  // From the very end to the very beginning, and forward again.
  expected.push(['Synchronize?', 'back'])
  for (const { again } of steps.toReversed()) expected.push([again[0]?.[0] ?? '', 'back'])
  for (const { first, again } of steps) if (first.length > 0) expected.push(...again)
  expected.push(['Synchronize?', 'y', 'n'], ['What next?', '4'])

  const input = expected.map(([, answer]) => `${answer}\n`).join('')
  const { code, stdout, stderr } = await place.run(['--plain'], { input })
  t.is(code, 0, stderr)
  const prompts = [
    ...stdout.matchAll(/([^\n]*?) \((?=[^()\n]*(?:\bback\b|\d to \d))[^()\n]+?(?:; Enter: ([^)\n]*))?\): /g),
  ]
  t.is(prompts.length, expected.length, stdout)
  for (const [index, [question, , enter]] of expected.entries()) {
    t.true(prompts[index]?.[1]?.includes(question), `${index}: ${question}\n${prompts[index]?.[0]}`)
    if (enter !== undefined) t.is(prompts[index]?.[2] ?? '', enter, `${index}: ${question}`)
  }
  t.regex(stdout, /This is the first question\.[\s\S]*Done\. This is revision 1\./)
  t.like(JSON.parse(await readFile(place.home.settings, 'utf8')), {
    administrator: 'admin@example.com',
    automaticDeletion: true,
    deleteAfter: 14,
    archived: 'exclude',
    exclusions: ['bot-*'],
    deletionLimit: { users: 7 },
    defaultPrivileges: ['login', 'archive'],
    authentication: { host: 'localhost', port: 8500 },
    signIn: { trustProxy: ['127.0.0.1'], returnHosts: ['mail.example.com'], certificate: null },
  })
})

test('back leaves what failed, and a menu entry before its commit', async (t) => {
  const place = await workplace(t, { organization })
  const answers = [
    '3', // the setup
    '', // not the console steps
    'n', // another key
    '/nowhere',
    'back', // not again, but to its path
    'back', // to the question whether to keep it
    'y',
    'back', // from the administrator
    'back', // to the console steps
    'back', // to the menu
    '1',
    'back', // instead of synchronizing
    'back', // no answer to the menu
    '4',
  ]
  const { code, stdout, stderr } = await place.run(['--plain'], { input: `${answers.join('\n')}\n` })
  t.is(code, 0, stderr)
  t.regex(stdout, /JSON key \(an answer or back\): Keep the key of[^\n]*\(y, n or back; Enter: n\): Step 3/)
  t.is(stdout.split('What next?').length - 1, 4)
  t.false(existsSync(place.home.users))
})

test('a wrong path is not offered again, the right one is taken where it is typed, and ? helps', async (t) => {
  const place = await workplace(t, { organization, setUp: false })
  const answers = [
    'n', // the console steps
    '?', // what can be answered
    '/nowhere',
    '?', // what can be answered now
    place.keyFile, // at "Try again?"
    'admin@example.com',
  ]
  const { stdout } = await place.run(['setup', '--plain'], { input: `${answers.join('\n')}\n` })
  t.regex(stdout, /You can answer: an answer\. Type back for the previous question\./)
  t.regex(stdout, /Try again\? \(n skips this\) \(y, n, another answer or back; Enter: y\): You can answer: y, n/)
  t.regex(stdout, /Using the key of/)
  t.notRegex(stdout, /Enter: \/nowhere/)
  t.notRegex(stdout, /The file \? /)
})

test('a wrong answer is asked for again at its own question, with the answers before it kept', async (t) => {
  const place = await workplace(t, { organization })
  const answers = [
    ...['n', 'y', 'nonsense', 'admin@example.com', 'none', '', '', '', ''],
    ...['y', '-1', '0', 'y', 'y', '[', 'none', 'many', '7', 'none'], // the options, with three wrong answers
    ...['2', 'n', '2', 'n'], // admin for everybody, which is asked
  ]
  const { stdout } = await place.run(['setup', '--plain'], { input: `${answers.join('\n')}\n` })
  t.regex(stdout, /Type an e-mail address, such as admin@example\.com\./)
  t.regex(stdout, /Type a number, a percentage such as 10%, or both/)
  t.notRegex(stdout, /Try again|Error:|bug/)
  t.is(stdout.split('Automatic deletion:').length - 1, 1)
  t.regex(stdout, /Every new user becomes an administrator of the archive\. Is that right\? \(y, n or back; Enter: n\)/)
  t.like(JSON.parse(await readFile(place.home.settings, 'utf8')), {
    deletionLimit: { users: 7 },
    automaticDeletion: true,
  })
  t.notDeepEqual(JSON.parse(await readFile(place.home.settings, 'utf8')).defaultPrivileges, ['admin'])
})
