import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import test from 'ava'
import { program, runProgram, workplace } from '../support/workplace.ts'
import { integrated } from '../sync/builders.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com' }],
  groups: [{ email: 'staff@example.com' }, { email: 'board@example.com' }],
}

test('commands, flags, choices, user names and group addresses are completed', async (t) => {
  const place = await workplace(t, {
    organization,
    store: { version: 1, revision: 1, users: [integrated('info'), integrated('desk')] },
  })
  const words = async (...typed: string[]): Promise<string[]> =>
    (await place.run(['complete-words', '--', ...typed])).stdout.trim().split('\n')
  t.deepEqual(await words('users', 'ta'), ['take-over'])
  t.deepEqual(await words('export', '--format', ''), ['csv', 'dovecot', 'json', 'postfix'])
  t.true((await words('sync', '--al')).includes('--allow-deletions'))
  t.deepEqual(await words('users', 'show', ''), ['desk', 'info'])
  t.deepEqual(await words('setup', '--group', 'st'), ['staff@example.com'])
})

test('the scripts are valid for their shells, where these are installed', async (t) => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await runProgram(['completion', shell])
    t.is(code, 0)
    if (existsSync(`/usr/bin/${shell}`)) t.notThrows(() => execFileSync(shell, ['-n'], { input: stdout }))
  }
  t.is((await runProgram(['completion', 'tcsh'])).code, 64)
})

test('the manual page names every command that the help names', async (t) => {
  const page = await readFile(program.replace('rollcall.js', 'rollcall.1'), 'utf8')
  const { stdout } = await runProgram(['--help'])
  const list = stdout.split('Commands:')[1]?.split('Exit codes')[0] ?? ''
  const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)(?: \[| <| {2})/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'help')
  t.true(names.length >= 15)
  for (const name of names) t.true(page.includes(`.SS ${name.replaceAll('-', '\\-')} `), name)
})
