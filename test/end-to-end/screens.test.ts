import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { directoryIdFor } from '../../source/simulator/organization/organization.ts'
import type { User } from '../../source/sync/user.ts'
import { nodeUnderTest } from '../support/node-under-test.ts'
import { program } from '../support/run-process.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'
import { openTerminal, type Terminal } from './terminal.ts'

const ada = 'ada@example.com'
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin@example.com', ada].map((primaryEmail) => ({ primaryEmail, name: { fullName: 'Ada' } })),
}

async function openHome(t: ExecutionContext, users: User[]): Promise<{ place: Workplace; terminal: Terminal }> {
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users } })
  const terminal = openTerminal(nodeUnderTest, [program, '--home', place.home.folder, '--google', place.google.url])
  t.teardown(async () => {
    terminal.press('ctrlC')
    await terminal.ended
  })
  await terminal.waitFor('Synchronize now')
  t.regex(terminal.screen(), /Settings +Change any step of the setup/)
  return { place, terminal }
}

const stored = async ({ home }: Workplace, name: string): Promise<User | undefined> =>
  JSON.parse(await readFile(home.users, 'utf8')).users.find(({ userName }: User) => userName === name)

test('a user is added and gets privileges on the users screen', async (t) => {
  const { place, terminal } = await openHome(t, [integrated('desk')])
  terminal.type('3')
  await terminal.waitFor('1 in the store')
  terminal.type('n')
  await terminal.waitFor('User name')
  for (const [field, text] of [
    ['User name', 'info'],
    ['Full name', 'Info desk'],
    ['Addresses', 'desk'],
  ]) {
    terminal.type(' ')
    await terminal.waitFor('Enter keep it')
    terminal.type(text ?? '')
    terminal.press('enter')
    await terminal.waitFor((screen) => !screen.includes('Enter keep it'))
    terminal.press('down')
    if (field === 'Addresses') terminal.press('down')
  }
  terminal.type(' ')
  await terminal.waitFor(/Enter keep it .+ Esc discard it {3}Ctrl-U clear/)
  terminal.type('short')
  terminal.press('enter')
  await terminal.waitFor('A password has at least 8 characters')
  terminal.type('er than that')
  terminal.press('enter')
  await terminal.waitFor('again')
  terminal.type('shorter than this')
  terminal.press('enter')
  await terminal.waitFor("don't match")
  for (const shown of ['again', 'Password    set']) {
    terminal.type('shorter than that')
    terminal.press('enter')
    await terminal.waitFor(shown)
  }
  t.false(terminal.screen().includes('will change'))
  terminal.press('ctrlS')
  await terminal.waitFor('not an e-mail address')
  terminal.type(' ')
  await terminal.waitFor('Enter keep it')
  terminal.press('ctrlU')
  terminal.type('info@example.com')
  // What stands in the open field is saved with the rest.
  terminal.press('ctrlS')
  await terminal.waitFor(
    (screen) => ['2 in the store', 'Created info.'].every((part) => screen.includes(part)) && /^ › info/m.test(screen),
  )
  t.like(await stored(place, 'info'), { fullName: 'Info desk', emailAddresses: ['info@example.com'] })
  t.false(terminal.written().includes('shorter than that'))

  terminal.type('p')
  await terminal.waitFor('Modify export profiles')
  terminal.type('jjjjjj ')
  terminal.press('end', 'enter')
  await terminal.waitFor('login, export')
  t.true(terminal.screen().includes('Changed info.'), terminal.screen())
  t.deepEqual((await stored(place, 'info'))?.privileges, ['login', 'export'])

  const hash = (await stored(place, 'info'))?.password
  terminal.press('down')
  terminal.type('e')
  await terminal.waitFor('kept as it is')
  terminal.type(' ')
  await terminal.waitFor('Enter keep it')
  terminal.type('!')
  terminal.press('enter')
  terminal.press('ctrlS')
  await terminal.waitFor('Info desk!')
  await terminal.waitFor('login, export')
  t.like(await stored(place, 'info'), { fullName: 'Info desk!', password: hash })
})

test('a name or an address that somebody has is told with what to do, under its field, with the cursor there', async (t) => {
  const { terminal } = await openHome(t, [integrated('desk', { emailAddresses: ['desk@example.com'] })])
  const fill = (text: string): Promise<void> => fillField(terminal, text, 'POP3 names')
  const under = (label: string): string => {
    const row = terminal.lines().findIndex((line) => line.startsWith(` › ${label}`))
    return row < 0
      ? terminal.screen()
      : terminal
          .lines()
          .slice(row + 1, row + 3)
          .join(' ')
  }
  terminal.type('3')
  await terminal.waitFor('1 in the store')
  terminal.type('n')
  await terminal.waitFor('User name')
  await fill('desk')
  terminal.press('down', 'down')
  await fill('desk@example.com')
  terminal.press('ctrlS')
  await terminal.waitFor('Do:')
  t.regex(terminal.screen().replace(/\s+/g, ' '), /Choose another name or address/)
  t.regex(under('User name'), /desk would clash with another user/)
  await fill('info')
  terminal.press('ctrlS')
  await terminal.waitFor('info would clash')
  t.regex(under('Addresses'), /info would clash with another user/)
})

test('an integrated user is taken over and removed after a question, which Esc leaves', async (t) => {
  const { place, terminal } = await openHome(t, [integrated(ada), integrated('desk')])
  terminal.type('3')
  await terminal.waitFor('2 in the store')
  terminal.type('t')
  await terminal.waitFor('Hand')
  terminal.press('escape')
  await terminal.waitFor((screen) => !screen.includes('Hand'))
  t.is((await stored(place, ada))?.authentication, 'integrated')
  terminal.type('t')
  await terminal.waitFor('Hand')
  terminal.press('enter')
  await terminal.waitFor('Directory Services')
  t.true(terminal.screen().includes(`Took over ${ada}.`), terminal.screen())
  terminal.type('l')
  await terminal.waitFor('a local user?')
  terminal.press('enter')
  await terminal.waitFor(`${ada} is local now. Press e to set a password.`)
  terminal.press('down')
  terminal.type('d')
  await terminal.waitFor('Remove desk')
  terminal.press('enter')
  await terminal.waitFor('1 in the store')
  t.true(terminal.screen().includes('Removed desk.'), terminal.screen())
  t.is((await stored(place, ada))?.authentication, 'integrated')
})

test('the history shows a commit, and undo takes it back after showing what that does', async (t) => {
  const { place, terminal } = await openHome(t, [integrated('desk')])
  t.is((await place.run(['sync'])).code, 0)
  terminal.type('5')
  await terminal.waitFor('sync')
  terminal.press('enter')
  await terminal.waitFor(`+ ${ada}`)
  terminal.press('escape')
  await terminal.waitFor('Rev.')
  terminal.type('u')
  await terminal.waitFor('takes back')
  terminal.type('s')
  await terminal.waitFor('Delete 2 users')
  terminal.press('enter')
  await terminal.waitFor('This is revision 3.')
  t.regex(terminal.screen(), /Undone[\s\S]*Took back the last commit: deleted 2 users\./)
  t.is(await stored(place, ada), undefined)
  terminal.press('enter')
  await terminal.waitFor('Last change')
  terminal.type('q')
  await terminal.ended
  t.true(terminal.screen().includes('Took back the last commit: deleted 2 users.'), terminal.screen())
})

test('an archive without a user is given to one', async (t) => {
  const { place, terminal } = await openHome(t, [user(ada, { directoryId: directoryIdFor(ada) })])
  for (const archive of ['old@example.com', 'older@example.com'])
    for (const part of ['cur', 'new', 'tmp']) await mkdir(join(place.home.archives, archive, part), { recursive: true })
  await writeFile(join(place.home.archives, 'old@example.com', 'cur', 'mail'), 'kept')
  terminal.type('4')
  await terminal.waitFor('› old@example.com')
  // As in every list, G and g go to the last row and the first.
  terminal.type('G')
  await terminal.waitFor('row 2 of 2')
  terminal.type('g')
  await terminal.waitFor('row 1 of 2')
  terminal.press('enter')
  await terminal.waitFor('Give the archive')
  terminal.type('nobody')
  terminal.press('enter')
  await terminal.waitFor('no user nobody')
  terminal.press('ctrlU')
  terminal.type(ada)
  terminal.press('enter')
  await terminal.waitFor((screen) => !screen.includes('old@example.com '))
  t.is(await readFile(join(place.home.archives, ada, 'cur', 'mail'), 'utf8'), 'kept')
})

test('the sign-in is set up and proved on the screen, by pasting', async (t) => {
  const { place, terminal } = await openHome(t, [user(ada, { directoryId: directoryIdFor(ada) })])
  const file = join(place.home.folder, 'client.json')
  const { clientId, clientSecret } = place.google.oidc
  await writeFile(file, JSON.stringify({ web: { client_id: clientId, client_secret: clientSecret } }))
  terminal.type('6')
  await terminal.waitFor('Authentication')
  terminal.type('8')
  await terminal.waitFor('Client file')
  terminal.type(' ')
  await terminal.waitFor('Enter keep it')
  terminal.type(file)
  terminal.press('enter')
  terminal.press('down', 'down', 'down')
  terminal.type(' ')
  await terminal.waitFor('Enter keep it')
  terminal.type('archive.local')
  terminal.press('enter')
  await terminal.waitFor('public top-level')
  terminal.press('ctrlU')
  terminal.type('localhost')
  terminal.press('enter')
  await terminal.waitFor('http://localhost:8462/oidc/signin')
  terminal.press('ctrlS')
  // Nothing listens there yet, which is told and keeps nobody from going on.
  await terminal.waitFor((screen) => ["Port 8462 doesn't answer", 'r retry'].every((part) => screen.includes(part)))
  terminal.press('enter')
  await terminal.waitFor(/Authentication +http:/)
  terminal.press('escape')
  await terminal.waitFor('Synchronize now')
  terminal.type('3')
  await terminal.waitFor('1 in the store')
  terminal.type('i')
  await terminal.waitFor((screen) => screen.replace(/\s+/g, '').includes('hd=example.com'))
  const shown = terminal.lines().join('').replace(/\s+/g, '')
  const address = /http:\/\/127\.0\.0\.1[^ ]*?response_type=code/.exec(shown)?.[0]
  t.truthy(address, terminal.screen())
  const back = (await fetch(address ?? '', { redirect: 'manual' })).headers.get('location') ?? ''
  t.regex(terminal.lines().at(-2) ?? '', /Enter check +Ctrl-Y copy the address +Esc back/)
  terminal.type('https://elsewhere.example/')
  terminal.press('enter')
  await terminal.waitFor('another site')
  t.regex(terminal.screen(), /another site\.\s+Expected: http:\/\/localhost:8462\/oidc\/signin\?/)
  terminal.type(`\u001b[200~${back}\u001b[201~`)
  terminal.press('enter')
  await terminal.waitFor('The sign-in works.')
  t.false(terminal.written().includes(clientSecret))
})

test('what Google still lacks stays on the step until Enter, and a problem stands under its field, with the cursor there', async (t) => {
  const { place, terminal } = await openHome(t, [])
  const file = join(place.folder, 'client.json')
  const { clientId, clientSecret } = place.google.oidc
  await writeFile(
    file,
    JSON.stringify({ web: { client_id: clientId, client_secret: clientSecret, redirect_uris: [] } }),
  )
  const fill = (text: string): Promise<void> => fillField(terminal, text, 'Instance id')
  terminal.type('68')
  await terminal.waitFor('Client file')
  terminal.press('down', 'down', 'down')
  await fill('archive.example.com')
  terminal.press('home')
  await fill(place.keyFile)
  terminal.press('end', 'enter')
  await terminal.waitFor('service account key')
  const lines = terminal.lines()
  const row = lines.findIndex((line) => line.includes('Client file'))
  t.regex(lines[row] ?? '', /^ ?[>❯▸›] Client file/, terminal.screen())
  t.regex(lines.slice(row + 1, row + 3).join(''), /key\.json is a service account key/, terminal.screen())

  await fill(file)
  terminal.press('ctrlS')
  const whole =
    'The client has no redirect URI yet. Add https://archive.example.com:8462/oidc/signin to the client in the Google Cloud console, letter by letter.'
  const shown = (screen: string): boolean => screen.replace(/\s+/g, ' ').includes(whole)
  await terminal.waitFor(shown)
  t.true(terminal.lines().some((line) => line.trim() === 'https://archive.example.com:8462/oidc/signin'))
  terminal.press('down')
  await terminal.settled()
  t.true(shown(terminal.screen()), terminal.screen())
  terminal.press('enter')
  await terminal.waitFor(/Authentication +https:/)
})

/** Opens the field of the current row, replaces what stands in it, and waits for the form to be there again. */
async function fillField(terminal: Terminal, text: string, shownAfter: string): Promise<void> {
  terminal.type(' ')
  await terminal.waitFor('Ctrl-U')
  terminal.press('ctrlU')
  terminal.type(text)
  terminal.press('enter')
  await terminal.waitFor(shownAfter)
}

test('the connection check says what it waits for, and what failed leaves the keys to be seen, in the help too', async (t) => {
  const { place, terminal } = await openHome(t, [])
  place.google.setFaults([{ call: 'groups.list', status: 429, times: 'always' }])
  terminal.type('64')
  await terminal.waitFor(/Waiting \d+ s: Google asks to slow down[\s\S]+Enter back +Esc back/)
  terminal.press('escape')
  await terminal.waitFor('› Connection')
  place.google.setFaults([{ call: 'groups.list', status: 403, times: 'always' }])
  terminal.press('enter')
  await terminal.waitFor(/r retry +c copy the values .+\? more/)
  terminal.type('?')
  await terminal.waitFor(/Help[\s\S]+ c +copy the values/)
  terminal.press('escape')
  await terminal.waitFor(/Enter r retry/)
  // Enter tries again.
  place.google.setFaults([])
  terminal.press('enter')
  await terminal.waitFor('All checks passed')
})
