import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { cleanEnvironment, program, type Run } from '../support/run-process.ts'
import { type RunningProgram, signInAndPaste, startProgram } from '../support/running-program.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const readme = readFileSync('README.md', 'utf8')

/** What the README shows and no test can run here, each with the reason. */
const notRun: Readonly<Record<string, string>> = {
  'npm ci && npm run demo': 'fetches all packages; the demo itself is run by test/commands/program.test.ts',
  'npm ci && npm test': 'is what runs this',
  'npm pack && npm install --global ./rollcall-*.tgz':
    'changes the machine; test/end-to-end/shipped.test.ts does the same into an empty prefix',
  'scp dist/rollcall.js server:/usr/local/bin/rollcall':
    'needs a server; test/end-to-end/shipped.test.ts copies the file and uses it',
  'sudo -u rollcall rollcall setup --home /var/lib/rollcall/acme --key acme.json --admin it@acme.example':
    'needs sudo and an account',
  'sudo systemctl enable --now rollcall@acme.timer':
    'needs systemd at work; test/commands/timer.test.ts verifies the units',
  'npm test': 'is what runs this',
  'npm run test:long': 'takes an hour',
  'npm run test:node': 'takes minutes, and fetches four Nodes',
  'npm run bench': 'takes minutes',
  'npm run pictures': 'changes the pictures; test/pictures compares them',
}

const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text = '']) => text)
const lines = blocks('sh').flatMap((text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s+#.*/, '')),
)

const organization = {
  domains: ['example.com'],
  admins: ['it@example.com'],
  users: [
    { primaryEmail: 'it@example.com', name: { fullName: 'Ida Tell' } },
    { primaryEmail: 'ada@example.com', name: { fullName: 'Ada Lovelace' } },
  ],
  groups: [
    {
      email: 'archive@example.com',
      name: 'Archive',
      members: [{ email: 'it@example.com' }, { email: 'ada@example.com' }],
    },
  ],
}

/** A machine on which the README's reader could sit: the files it names, and the programs beside `rollcall`. */
async function machine(t: ExecutionContext) {
  const place = await workplace(t, { organization, setUp: false })
  const { folder, google } = place
  const bin = join(folder, 'bin')
  for (const path of [
    'bin',
    'etc/postfix',
    '.local/share/bash-completion/completions',
    '.zfunc',
    '.config/fish/completions',
  ])
    mkdirSync(join(folder, path), { recursive: true })
  symlinkSync(program, join(bin, 'rollcall'))
  // The other machine is this one with another home, and Postfix's own program is tried in test/commands/mail-servers.test.ts.
  writeFileSync(join(bin, 'ssh'), `#!/bin/sh\nshift\nROLLCALL_HOME='${folder}/other' exec "$@"\n`)
  writeFileSync(join(bin, 'postmap'), '#!/bin/sh\ntest -f "$1"\n')
  for (const name of ['ssh', 'postmap']) chmodSync(join(bin, name), 0o755)
  const client = { client_id: google.oidc.clientId, client_secret: google.oidc.clientSecret }
  writeFileSync(join(folder, 'client.json'), JSON.stringify({ web: client }))
  const [org = '', faults = ''] = blocks('json')
  writeFileSync(join(folder, 'org.json'), org)
  writeFileSync(join(folder, 'faults.json'), faults)
  const start = (line: string): RunningProgram =>
    startProgram('bash', ['-c', line.replaceAll('/etc/postfix', `${folder}/etc/postfix`)], {
      cwd: folder,
      env: {
        ...cleanEnvironment(),
        HOME: folder,
        PATH: `${bin}:${process.env.PATH}`,
        ROLLCALL_HOME: place.home.folder,
        ROLLCALL_GOOGLE: google.url,
      },
    })
  return { place, start }
}

async function runLine(line: string, start: (line: string) => RunningProgram): Promise<Run> {
  if (line.startsWith('rollcall simulate')) {
    const running = start(`exec ${line.replace('--port 4100', '--port 0')}`)
    await running.find('stdout', /^\{"url":"([^"]+)".*\}$/m)
    running.interrupt()
    return { ...(await running.ended), code: 0 }
  }
  const running = start(line)
  return line.startsWith('rollcall test-authentication') ? signInAndPaste(running) : running.ended
}

test('every command that the README shows in a block works, in its order', async (t) => {
  const { place, start } = await machine(t)
  let ran = 0
  for (const line of lines.filter((one) => !(one in notRun))) {
    const { code, stderr } = await runLine(line, start)
    t.is(code, 0, `${line}\n${stderr}`)
    ran += 1
  }
  t.true(ran >= 15, `${ran}`)
  const users: { userName: string }[] = JSON.parse(readFileSync(place.home.users, 'utf8')).users
  t.deepEqual(
    users.map(({ userName }) => userName),
    ['ada@example.com', 'it@example.com'],
  )
})

test('what no test can run is still in the README', (t) => {
  for (const line of Object.keys(notRun)) t.true(lines.includes(line), line)
})

/** What stands for the words in capitals of the README's tables and headings. */
const meant: Readonly<Record<string, string>> = {
  NAME: 'ada@example.com',
  ADDRESS: 'ada@example.com',
  ARCHIVE: 'old@example.com',
  USER: 'ada@example.com',
  REVISION: '0',
  TEXT: 'ada',
  FILE: 'a-file',
  EMAIL: 'it@example.com',
  FOLDER: 'a-folder',
  N: '3',
  URL: 'http://127.0.0.1:1',
}

/** Where a screen or a long wait would begin. */
const opensInterface = /^rollcall(?: --demo| --plain| setup| simulate.*| --home [^ ]+)?$/

test('every command that the README names in a sentence is right usage', async (t) => {
  const { place, start } = await machine(t)
  await setUp(place)
  // The table of figures names what was measured.
  const text = readme.replace(/<!-- bench -->.*<!-- \/bench -->/s, '')
  const spans = new Set([...text.matchAll(/(?<!`)`(rollcall [^`]+)`(?!`)/g)].map(([, span = '']) => span))
  let ran = 0
  for (const span of spans) {
    const line = span.replace(/\b[A-Z]+\b/g, (word) => meant[word] ?? word)
    if (opensInterface.test(line) || line.includes('test-authentication')) continue
    const { code, stderr } = await start(line).ended
    // What destroys asks, and there is nobody here to be asked.
    if (!/Code: +confirmationNeeded/.test(stderr)) t.not(code, 64, `${line}\n${stderr}`)
    t.notRegex(stderr, /Code: +bug/, line)
    ran += 1
  }
  t.true(ran >= 25, `${ran}`)
})

async function setUp({ run, keyFile }: Workplace): Promise<void> {
  await run(['setup', '--key', keyFile, '--admin', 'it@example.com'])
  await run(['sync'])
}
