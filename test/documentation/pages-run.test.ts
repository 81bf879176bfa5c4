import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { runInside } from '../support/run-inside.ts'
import { cleanEnvironment, program, type Run } from '../support/run-process.ts'
import { type RunningProgram, signInAndPaste, startProgram } from '../support/running-program.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { readPages } from './pages.ts'

const pages = readPages()
const pageAt = (path: string) => pages.find((page) => page.path === path)

const organization = {
  domains: ['example.com'],
  admins: ['it@example.com'],
  users: [
    { primaryEmail: 'it@example.com', name: { fullName: 'Ida Tell' } },
    { primaryEmail: 'ada@example.com', name: { fullName: 'Ada Lovelace' } },
  ],
  groups: [
    { email: 'leavers@example.com', name: 'Leavers', members: [] },
    { email: 'auditors@example.com', name: 'Auditors', members: [] },
    { email: 'board@example.com', name: 'Board', members: [] },
    {
      email: 'archive@example.com',
      name: 'Archive',
      members: [{ email: 'it@example.com' }, { email: 'ada@example.com' }],
    },
  ],
}

/** A line that a shell would do nothing with but find the words; any other one is run by a shell. */
const onlyWords = /^rollcall(?: (?:[\w./:=@,+-]+|'[^']*'))+$/

/** A machine on which a reader could sit: the files that the pages name, and the programs beside `rollcall`. */
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
  const [org, faults] = (pageAt('docs/simulator.md')?.blocks ?? []).filter(({ language }) => language === 'json')
  writeFileSync(join(folder, 'org.json'), org?.text ?? '')
  writeFileSync(join(folder, 'faults.json'), faults?.text ?? '')
  const environment = { HOME: folder, ROLLCALL_HOME: place.home.folder, ROLLCALL_GOOGLE: google.url }
  const start = (line: string): RunningProgram =>
    startProgram('bash', ['-c', line.replaceAll('/etc/postfix', `${folder}/etc/postfix`)], {
      cwd: folder,
      env: { ...cleanEnvironment(), ...environment, PATH: `${bin}:${process.env.PATH}` },
    })
  const run = async (line: string): Promise<Run> => {
    if (!onlyWords.test(line)) return start(line).ended
    const [, ...words] = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
    const before = process.cwd()
    process.chdir(folder)
    try {
      return await runInside(words, { environment })
    } finally {
      process.chdir(before)
    }
  }
  return { place, start, run }
}

type Machine = Awaited<ReturnType<typeof machine>>

async function runLine(line: string, { start, run }: Machine): Promise<Run> {
  if (line.startsWith('rollcall simulate')) {
    const running = start(`exec ${line.replace('--port 4100', '--port 0')}`)
    await running.find('stdout', /^\{"url":"([^"]+)".*\}$/m)
    running.interrupt()
    return { ...(await running.ended), code: 0 }
  }
  if (line.startsWith('rollcall serve')) {
    const running = start(`exec ${line}`)
    await running.find('stderr', /(ready)/)
    running.interrupt()
    return { ...(await running.ended), code: 0 }
  }
  return line.startsWith('rollcall test-authentication') ? signInAndPaste(start(line)) : run(line)
}

/** What each page's reader has done before. */
const startsFromNothing = ['README.md', 'docs/setup.md', 'docs/simulator.md']

for (const { path, blocks } of pages) {
  const lines = blocks
    .filter(({ language, notRun }) => language === 'sh' && notRun === undefined)
    .flatMap(({ text }) => text.trim().split('\n'))
    .map((line) => line.replace(/\s+#.*/, '').trim())
  if (lines.length === 0) continue

  // Alone, as most lines run inside of this process, in the folder of the reader.
  test.serial(`every command that ${path} shows in a block works, in its order`, async (t) => {
    const reader = await machine(t)
    const { place } = reader
    if (!startsFromNothing.includes(path)) await setUp(place)
    for (const line of lines) {
      const { code, stderr } = await runLine(line, reader)
      t.is(code, 0, `${line}\n${stderr}`)
    }
    if (path === 'docs/simulator.md') return
    const users: { userName: string }[] = JSON.parse(readFileSync(place.home.users, 'utf8')).users
    t.deepEqual(
      users.map(({ userName }) => userName),
      ['ada@example.com', 'it@example.com'],
    )
  })
}

/** What stands for the words in capitals of the pages' tables and sentences. */
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
  COMMAND: 'sync',
  PATTERN: 'svc-*',
  CODE: 'notSetUp',
  URL: 'http://127.0.0.1:1',
}

/** Where a screen or a long wait would begin. */
const opensInterface = /^rollcall(?: --demo| --plain| --ascii| --no-color| setup| simulate.*| serve.*| --home [^ ]+)?$/

test.serial('every command that a page names in a sentence is right usage', async (t) => {
  const { place, run } = await machine(t)
  await setUp(place)
  // The table of figures names what was measured.
  const text = pages.map((page) => page.text.replace(/<!-- bench -->.*<!-- \/bench -->/s, '')).join('\n')
  const spans = new Set([...text.matchAll(/(?<!`)`(rollcall [^`]+)`(?!`)/g)].map(([, span = '']) => span))
  let ran = 0
  for (const span of spans) {
    const line = span.replace(/\b[A-Z]+\b/g, (word) => meant[word] ?? word)
    if (opensInterface.test(line) || /test-authentication|--archive-host/.test(line)) continue
    const { code, stderr } = await run(line)
    // A sentence may name a command without its arguments. What destroys asks, and there is nobody here to be asked.
    const lacksArgument = /^rollcall( [a-z-]+)+$/.test(line) && (await run(`${line} --help`)).code === 0
    if (!lacksArgument && !/Code: +confirmationNeeded/.test(stderr)) t.not(code, 64, `${line}\n${stderr}`)
    t.notRegex(stderr, /Code: +bug/, line)
    ran += 1
  }
  t.true(ran >= 25, `${ran}`)
})

async function setUp({ run, keyFile }: Workplace): Promise<void> {
  await run(['setup', '--key', keyFile, '--admin', 'it@example.com'])
  await run(['sync'])
}
