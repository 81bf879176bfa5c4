import { execFile, execFileSync } from 'node:child_process'
import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test, { type ExecutionContext } from 'ava'
import { runInside } from '../support/run-inside.ts'
import { program } from '../support/run-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Workplace, workplace } from '../support/workplace.ts'
import { integrated } from '../sync/builders.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
  groups: [{ email: 'staff@example.com' }, { email: 'board@example.com' }],
}

async function archiveInUse(t: ExecutionContext) {
  return workplace(t, {
    organization,
    store: { version: 1, revision: 1, users: [integrated('info'), integrated('desk@example.com')] },
  })
}

test('commands, flags, choices, user names and group addresses are completed', async (t) => {
  const place = await archiveInUse(t)
  const { code, stderr } = await place.run(['users', 'edit', 'desk@example.com', '--full-name', 'Desk'])
  t.is(code, 0, stderr)
  const words = async (...typed: string[]): Promise<string[]> =>
    (
      await place.run(['complete-words', '--', '--home', place.home.folder, '--google', place.google.url, ...typed])
    ).stdout
      .trim()
      .split('\n')
  const table: [typed: string[], expected: string[]][] = [
    [['users', 'ta'], ['take-over']],
    [['help', 'pl'], ['plan']],
    [['help', 'users', 'ta'], ['take-over']],
    [['users', 'help', 'ta'], ['take-over']],
    [['co'], ['completion']],
    [
      ['export', '--format', ''],
      ['csv', 'dovecot', 'json', 'postfix'],
    ],
    [['setup', '--suspended=in'], ['--suspended=include']],
    [['setup', '--privileges', 'login,exp'], ['login,export']],
    [['sync', '--al'], ['--allow-deletions']],
    [['users', '--int'], ['--integrated']],
    [
      ['users', 'show', ''],
      ['desk@example.com', 'info'],
    ],
    [['users', 'add', 'in'], ['']],
    [['restore', ''], ['1']],
    [['history', ''], ['2']],
    [['setup', '--group', 'st'], ['staff@example.com']],
    [['setup', '--group', 'staff@example.com', '--group', 'bo'], ['board@example.com']],
  ]
  for (const [typed, expected] of table) t.deepEqual(await words(...typed), expected, typed.join(' '))
})

test('names come from the home that is being typed', async (t) => {
  const place = await archiveInUse(t)
  const typed = ['--home', place.home.folder, 'users', 'show', 'i']
  const { stdout } = await runInside(['complete-words', '--', ...typed])
  t.is(stdout, 'info\n')
})

const isInstalled = (shell: string): boolean => existsSync(`/usr/bin/${shell}`)

test('the scripts are valid for their shells, where these are installed', async (t) => {
  const folder = temporaryFolder(t)
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await runInside(['completion', shell])
    t.is(code, 0)
    const file = join(folder, shell)
    writeFileSync(file, stdout)
    if (isInstalled(shell)) t.notThrows(() => execFileSync(shell, ['-n', file]))
  }
  t.is((await runInside(['completion', 'tcsh'])).code, 64)
})

/** A folder with `rollcall` in it, to be found by a shell. */
function folderWithProgram(t: ExecutionContext): string {
  const folder = temporaryFolder(t)
  symlinkSync(program, join(folder, 'rollcall'))
  return folder
}

// Bash takes @ and = for the beginning of a new word and puts the answer behind it.
const typedInBash = isInstalled('bash') ? test : test.skip
typedInBash('bash completes behind the sign at which it breaks a word', async (t) => {
  const place = await archiveInUse(t)
  const script = `source <(rollcall completion bash)
    COMP_LINE=$1 COMP_POINT=\${#1}; _rollcall rollcall "$2"; printf '%s\\n' "\${COMPREPLY[@]}"`
  const typed = (line: string, replaced: string): Promise<string> =>
    runCommand(t, place, 'bash', ['-c', script, 'bash', line, replaced])
  t.is(await typed('rollcall users show desk@ex', '@ex'), '@example.com\n')
  t.is(await typed('rollcall setup --suspended=', ''), 'exclude\ninclude\n')
  t.is(await typed('rollcall users sh', 'sh'), 'show\n')
})

typedInBash('bash gets names that strangers chose as words, and runs nothing of them', async (t) => {
  const names = [
    "o'brien@example.com",
    'a$(touch>ran)@example.com',
    'b`touch>ran`',
    'c;touch>ran',
    'd\\e',
    '!1',
    '~root',
  ]
  const unfit = ['f\u202eg', 'h\u001b[31m', 'i\nj', `k${'\u0301'.repeat(100)}`]
  const users = [...names, ...unfit].map((name) => integrated(name))
  const place = await workplace(t, { organization, store: { version: 1, revision: 1, users } })
  const script = `cd "$1"; source <(rollcall completion bash)
    complete_line() { COMP_LINE=$1 COMP_POINT=\${#1}; _rollcall rollcall "$2"; }
    complete_line 'rollcall users show ' ''; eval "printf '%s\\n' \${COMPREPLY[*]}"
    complete_line "rollcall users show o\\\\'br" "o\\\\'br"; printf '%s\\n' "\${COMPREPLY[@]}"
    complete_line "rollcall users show o\\\\'brien@ex" '@ex'; printf '%s\\n' "\${COMPREPLY[@]}"`
  const shown = await runCommand(t, place, 'bash', ['-c', script, 'bash', place.folder])
  t.deepEqual(shown.trimEnd().split('\n'), [...[...names].sort(), "o\\'brien@example.com", '@example.com'])
  t.false(existsSync(join(place.folder, 'ran')))
})

const typedInFish = isInstalled('fish') ? test : test.skip
typedInFish('fish completes what the program says', async (t) => {
  const place = await archiveInUse(t)
  const typed = (line: string): Promise<string> =>
    runCommand(t, place, 'fish', ['--no-config', '-c', `rollcall completion fish | source; complete -C '${line}'`])
  t.is(await typed('rollcall users show desk@'), 'desk@example.com\n')
  t.true((await typed('rollcall ')).includes('archives\n'))
})

// Zsh completes only where it talks to a terminal; its own module gives it one.
const typedInZsh = isInstalled('zsh') ? test : test.skip
typedInZsh('zsh completes the line that is typed, with the script in its folder of functions', async (t) => {
  const place = await archiveInUse(t)
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, '_rollcall'), (await runInside(['completion', 'zsh'])).stdout)
  const script = `zmodload zsh/zpty
    zpty line zsh -f -i
    zpty -w line "unsetopt zle_bracketed_paste; fpath=($1 \\$fpath); autoload -U compinit; compinit -u -d $1/dump; print RE''ADY"
    zpty -r -m line shown '*READY*'
    zpty -w -n line "$2"$'\\t'
    zpty -r -m line shown "*$3*" && print found`
  const completes = (typed: string, whole: string): Promise<string> =>
    runCommand(t, place, 'zsh', ['-f', '-c', script, 'zsh', folder, typed, whole])
  t.is(await completes('rollcall users tak', 'users take-over'), 'found\n')
  t.is(await completes('rollcall users show des', 'show desk@example.com'), 'found\n')
  t.is(await completes('rollcall setup --all-', '--all-users'), 'found\n')
})

async function runCommand(t: ExecutionContext, place: Workplace, command: string, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    timeout: 60_000,
    env: {
      ...process.env,
      PATH: `${folderWithProgram(t)}:${process.env.PATH}`,
      ROLLCALL_HOME: place.home.folder,
      ROLLCALL_GOOGLE: place.google.url,
    },
  })
  return stdout
}

test('what the manual page shows to be typed is shown as it is typed', async (t) => {
  const page = await readFile(program.replace('rollcall.js', 'rollcall.1'), 'utf8')
  t.true(page.includes('select(.state == \\(dqfailed\\(dq)'))
  t.notRegex(page, /^(?!\.TH).*["^~`]/m)
  t.regex(page, /\\-\\-suspended <what>\nsuspended users: include or exclude\n/)
})

test('the manual page names every command that the help names', async (t) => {
  const page = await readFile(program.replace('rollcall.js', 'rollcall.1'), 'utf8')
  const { stdout } = await runInside(['--help'])
  const list = stdout.split('Commands:')[1]?.split('Exit codes')[0] ?? ''
  const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)(?: \[| <| {2})/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'help')
  t.true(names.length >= 15)
  for (const name of names) t.true(page.includes(`.SS ${name.replaceAll('-', '\\-')} `), name)
})
