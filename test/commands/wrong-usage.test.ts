import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { runInside } from '../support/run-inside.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workplace } from '../support/workplace.ts'

/** Command lines that cannot be meant, each with what is said of it and whose usage is shown. */
const table: [line: string[], says: RegExp, usage: string][] = [
  [['plan', '--nonsense'], /unknown option '--nonsense'/, 'plan [options] [command]'],
  [['--nonsense', 'plan'], /unknown option '--nonsense'/, '[options] [command]'],
  [['plan', 'extra'], /unexpected argument 'extra'/, 'plan [options] [command]'],
  [['undo', 'extra'], /'extra' is no revision/, 'undo [options] [revision]'],
  [['users', 'show', 'a', 'b'], /unexpected argument 'b'/, 'users show [options] <user>'],
  [['users', 'shw'], /unknown command 'users shw' \(did you mean show\?\)/, 'users [options] [command]'],
  [['archives', 'nonsense'], /unknown command 'archives nonsense'/, 'archives [options] [command]'],
  [['snyc'], /unknown command 'snyc' \(did you mean sync\?\)/, '[options] [command]'],
  [['help', 'nonsense'], /unknown command 'nonsense'/, '[options] [command]'],
  [['who'], /missing argument 'address', or --in-scope/, 'who [options] [address]'],
  [['who', 'ada@example.com', '--in-scope'], /--in-scope lists everybody/, 'who [options] [address]'],
  [['setup', '--print-script', '--auto-delete'], /--print-script only prints/, 'setup [options]'],
  [['export'], /required option '--format <format>' not specified/, 'export [options]'],
  [['setup', '--key'], /'--key <file>' argument missing/, 'setup [options]'],
  [['sync', '--home', ''], /'--home <folder>' needs a value that is not empty/, 'sync [options]'],
  [['setup', '--key', ''], /'--key <file>' needs a value that is not empty/, 'setup [options]'],
  [['who', ''], /is empty/, 'who [options] [address]'],
  [['who', ' '], /is empty/, 'who [options] [address]'],
  [['users', 'show', ''], /<user> is empty/, 'users show [options] <user>'],
  [['users', 'list', ' '], /is empty/, 'users list [options] [text]'],
  [['setup', '--auto-delete', '--no-auto-delete'], /cannot be used with option '--no-auto-delete'/, 'setup [options]'],
  [['setup', '--no-exclude', '--exclude', 'a*'], /cannot be used with option '--no-exclude'/, 'setup [options]'],
  [
    ['setup', '--admin', 'a@example.com', '--admin', 'b@example.com'],
    /'--admin <email>' is given twice/,
    'setup [options]',
  ],
  [
    ['setup', '--suspended', 'include', '--suspended=exclude'],
    /given twice: 'include' and 'exclude'/,
    'setup [options]',
  ],
  [['sync', '--allow-deletions', '3', '--allow-deletions', '4'], /given twice: '3' and '4'/, 'sync [options]'],
  [['setup', '--all-users', '--group', 'x@example.com'], /cannot be used with option '--group/, 'setup [options]'],
  [['setup', '--client-id', 'x', '--oauth-client', 'y'], /cannot be used with option '--client-id/, 'setup [options]'],
  [['setup', '--key', '-', '--from', '-'], /Only one flag can have standard input/, 'setup [options]'],
  [['setup', '--port', '0'], /from 1 to 65535/, 'setup [options]'],
  [['setup', '--port', '65536'], /from 1 to 65535/, 'setup [options]'],
  [['setup', '--port', '80x'], /from 1 to 65535/, 'setup [options]'],
  [['setup', '--suspended', 'maybe'], /Allowed choices are include, exclude/, 'setup [options]'],
  [['setup', '--deletion-limit', '101%'], /Give a number of users/, 'setup [options]'],
  [['setup', '--deletion-limit', '1.5'], /Give a number of users/, 'setup [options]'],
  [['setup', '--deletion-limit', '-1'], /Give a number of users/, 'setup [options]'],
  [['setup', '--exclude', '[abc'], /At character 1, .*: The bracket \[ is not closed/, 'setup [options]'],
  [['setup', '--privileges', 'fly'], /modifyArchiveProfiles/, 'setup [options]'],
  [['setup', '--privileges', 'none,login'], /none stands alone/, 'setup [options]'],
  [['setup', '--admin', 'nobody'], /e-mail address/, 'setup [options]'],
  [['setup', '--host', 'archive.example.com'], /Still missing: the OAuth client/, 'setup [options]'],
  [['users', 'edit', 'admin'], /Nothing is named that should change/, 'users edit [options] <user>'],
  [['users', 'add', 'x', '--privileges', 'admin,login'], /admin stands alone/, 'users add [options] <user>'],
  [['sync', '--allow-deletions', '-1'], /whole number/, 'sync [options]'],
  [['sync', '--allow-deletions', '1e3'], /whole number/, 'sync [options]'],
  [['plan', '--quiet', '--verbose'], /cannot be used with option '-v, --verbose'/, '[options] [command]'],
  [['plan', '--allow-deletions', '3'], /unknown option '--allow-deletions'/, 'plan [options] [command]'],
  [
    ['export', '--format', 'csv', '--map', 'aliases'],
    /'--map aliases' does not go with '--format csv'/,
    'export [options]',
  ],
  [['history', 'x'], /'x' is not a revision/, 'history [options] [revision]'],
  [['history', '1', '--limit', '3'], /a revision cannot be used with/, 'history [options] [revision]'],
  [['history', '--limit', '0'], /from 1 on/, 'history [options] [revision]'],
  [['restore', 'x'], /'x' is not a revision/, 'restore [options] [revision]'],
  [['test-authentication', 'a', '--timeout', '0'], /from 1 on/, 'test-authentication [options] <user>'],
  [['test-authentication', 'a', '--certificate', 'c'], /go together/, 'test-authentication [options] <user>'],
  [
    ['test-authentication', 'a', '--certificate', 'c', '--certificate-key', 'k'],
    /goes with '--listen' only/,
    'test-authentication [options] <user>',
  ],
  [['timer', 'print', '--calendar', 'daily\nUser=root'], /Give a time as systemd has it/, 'timer print [options]'],
  [['timer', 'print', '--user', 'a b'], /Give the name of an account/, 'timer print [options]'],
  [['simulate', '--port', '65536'], /from 0 to 65535/, 'simulate [options]'],
  [['simulate', '--users', '0'], /from 1 on/, 'simulate [options]'],
  [['simulate', '--users', '3', '--org', 'x'], /cannot be used with option '--users/, 'simulate [options]'],
  [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/, 'completion [options] <shell>'],
  [['--demo', 'sync'], /'--demo' goes without a command/, '--demo'],
  [['help', 'users', 'shw'], /unknown command 'users shw' \(did you mean show\?\)/, 'users [options] [command]'],
]

for (const [line, says, usage] of table) {
  test(`rollcall ${line.map((word) => (/^[\w.@=-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')} is wrong usage, and changes nothing`, async (t) => {
    const home = `${temporaryFolder(t)}/home`
    mkdirSync(home, { mode: 0o700 })
    const { code, stdout, stderr } = await runInside(line, { environment: { ROLLCALL_HOME: home } })
    t.deepEqual([code, stdout], [64, ''])
    t.regex(stderr, says)
    t.true(stderr.includes(`Usage: rollcall ${usage}\n`), stderr)
    for (const file of ['settings.json', 'users.json', 'credentials']) t.false(existsSync(join(home, file)), file)
  })
}

test('with --json each of these is one problem document', async (t) => {
  const home = `${temporaryFolder(t)}/home`
  // One of each kind: an unknown flag, an argument, a value, a contradiction, an operation that refuses.
  for (const index of [0, 2, 12, 15, 20, 33]) {
    const [line = [], says = /./] = table[index] ?? []
    const { code, stdout, stderr } = await runInside([...line, '--json'], { environment: { ROLLCALL_HOME: home } })
    t.deepEqual([code, stderr], [64, ''], line.join(' '))
    const { problem } = JSON.parse(stdout)
    t.regex(`${problem.title} ${problem.cause}`, says)
    t.regex(problem.remedy, /Usage: rollcall/)
  }
})

test('--json prints its document under --quiet too', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'interns@example.com'] })
  const { code, stdout, stderr } = await place.run(['sync', '--json', '--quiet'])
  t.deepEqual([code, stderr], [0, ''])
  t.false(JSON.parse(stdout).committed)
})

test('--quiet says what changed, and what failed, and nothing else', async (t) => {
  const place = await workplace(t, { flags: ['--group', 'board@example.com'] })
  const changed = await place.run(['sync', '--quiet'])
  t.regex(changed.stdout, /Created 2 users/)
  t.is(changed.stderr, '')
  t.deepEqual(await place.run(['sync', '--quiet']), { code: 0, signal: null, stdout: '', stderr: '' })
  place.google.setFaults([{ call: 'users.list', status: 403, body: {}, times: 'always' }])
  const failed = await place.run(['sync', '--quiet'])
  t.not(failed.code, 0)
  t.is(failed.stdout, '')
  t.regex(failed.stderr, /^rollcall: /)
})
