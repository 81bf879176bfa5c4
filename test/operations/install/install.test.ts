import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { type Installation, install } from '../../../source/operations/install/install.ts'
import { type Machine, machineBelow } from '../../../source/operations/install/machine.ts'
import { uninstall } from '../../../source/operations/install/uninstall.ts'
import { Problem } from '../../../source/text/problem.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const home = '/var/lib/rollcall'
const program = '/usr/local/bin/rollcall'
const wanted: Installation = {
  account: 'rollcall',
  home,
  command: [program],
  files: [
    { what: 'units', path: '/etc/systemd/system/rollcall.timer', content: 'timer\n' },
    { what: 'units', path: '/etc/systemd/system/rollcall-serve.service', content: 'serve\n' },
    { what: 'manual', path: '/usr/local/share/man/man1/rollcall.1', content: 'page\n' },
  ],
  timer: true,
  serve: true,
}

/** A machine in a folder, whose files belong to root as far as installing is told, and the commands that it ran. */
function fakeMachine(t: ExecutionContext, { systemd = true } = {}) {
  const root = temporaryFolder(t)
  const commands: string[] = []
  const at = (path: string): string => join(root, path)
  const put = (path: string, content: string, mode = 0o644): void => {
    mkdirSync(dirname(at(path)), { recursive: true, mode: 0o755 })
    writeFileSync(at(path), content)
    chmodSync(at(path), mode)
  }
  put('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n')
  put(program, 'program', 0o755)
  if (systemd) mkdirSync(at('/run/systemd/system'), { recursive: true })
  const run: Machine['run'] = (command, args) => {
    commands.push([command, ...args].join(' '))
    const passwd = readFileSync(at('/etc/passwd'), 'utf8')
    if (command === 'useradd') put('/etc/passwd', `${passwd}rollcall:x:990:991::${home}:/usr/sbin/nologin\n`)
    if (command === 'userdel') put('/etc/passwd', passwd.replace(/^rollcall:.*\n/m, ''))
    return ''
  }
  const owners = new Map<string, number>()
  const below = machineBelow(root, run, (path, user) => owners.set(path, user))
  const machine: Machine = {
    ...below,
    facts: (path) => {
      const facts = below.facts(path)
      // The root of this machine is a folder for temporary files.
      return facts === null ? null : { mode: path === '/' ? 0o755 : facts.mode, owner: owners.get(at(path)) ?? 0 }
    },
  }
  return { root, machine, commands, at, put, owners }
}

/** Every file below a folder with its content. */
const snapshot = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return `${path} ${entry.isFile() ? readFileSync(path, 'utf8') : ''}`
    })
    .sort()

const outcomes = (steps: ReturnType<typeof install>): string[] => steps.map(({ what, outcome }) => `${what} ${outcome}`)

test('account, home and files are made, and what needs the setup waits with its command', (t) => {
  const { machine, commands, at, owners } = fakeMachine(t)
  const steps = install(machine, wanted, false)
  t.deepEqual(outcomes(steps), [
    'Account changed',
    'Home changed',
    'units changed',
    'manual changed',
    'Timer waiting',
    'Sign-in service waiting',
  ])
  t.deepEqual(commands, [
    `useradd --system --user-group --no-create-home --shell /usr/sbin/nologin --home-dir ${home} rollcall`,
    'systemctl daemon-reload',
  ])
  t.is(owners.get(at(home)), 990)
  t.is(statSync(at(home)).mode & 0o777, 0o700)
  for (const { path, content } of wanted.files) t.is(readFileSync(at(path), 'utf8'), content)
  t.is(steps.find(({ what }) => what === 'Timer')?.next, 'sudo systemctl enable --now rollcall.timer')
})

test('done again, nothing changes, and after the setup the timer and the service are started', (t) => {
  const { root, machine, commands, put } = fakeMachine(t)
  install(machine, wanted, false)
  const before = snapshot(root)
  commands.length = 0
  t.true(install(machine, wanted, false).every(({ outcome }) => outcome !== 'changed'))
  t.deepEqual([snapshot(root), commands], [before, []])

  put(`${home}/settings.json`, '{}')
  install(machine, wanted, false)
  t.deepEqual(commands, ['systemctl enable --now rollcall.timer'])
  put(`${home}/credentials/oauth-client.json`, '{}')
  install(machine, { ...wanted, timer: false }, false)
  t.is(commands.at(-1), 'systemctl enable --now rollcall-serve.service')
})

test('an upgrade replaces the files that differ, and reads the units again', (t) => {
  const { machine, commands, put, at } = fakeMachine(t)
  install(machine, wanted, false)
  put('/etc/systemd/system/rollcall.timer', 'older\n')
  commands.length = 0
  t.is(install(machine, wanted, false).find(({ what }) => what === 'units')?.outcome, 'changed')
  t.is(readFileSync(at('/etc/systemd/system/rollcall.timer'), 'utf8'), 'timer\n')
  t.deepEqual(commands, ['systemctl daemon-reload'])
})

test('a dry run tells the same steps and changes nothing, before and after', (t) => {
  const { root, machine, commands } = fakeMachine(t)
  const before = snapshot(root)
  const told = outcomes(install(machine, wanted, true))
  t.deepEqual([snapshot(root), commands], [before, []])
  t.deepEqual(told, outcomes(install(machine, wanted, false)))
  const installed = snapshot(root)
  commands.length = 0
  uninstall(machine, wanted, true)
  t.deepEqual([snapshot(root), commands], [installed, []])
})

test('taken off, the home stays with its files and its account, and everything else is gone', (t) => {
  const { machine, commands, put, at } = fakeMachine(t)
  install(machine, wanted, false)
  put(`${home}/users.json`, '{}')
  commands.length = 0
  const steps = uninstall(machine, wanted, false)
  t.is(commands[0], 'systemctl disable --now rollcall.timer rollcall-serve.service rollcall-serve-tls.socket')
  for (const { path } of wanted.files) t.false(existsSync(at(path)), path)
  t.is(readFileSync(at(`${home}/users.json`), 'utf8'), '{}')
  t.true(existsSync(at(program)))
  t.deepEqual(outcomes(steps).slice(-2), ['Home kept', 'Account kept'])
  commands.length = 0
  t.true(uninstall(machine, wanted, false).every(({ outcome }) => outcome === 'unchanged' || outcome === 'kept'))
  t.deepEqual(commands, [])
})

test('a home in which nothing is goes, and then its account', (t) => {
  const { machine, commands, at } = fakeMachine(t)
  install(machine, wanted, false)
  uninstall(machine, wanted, false)
  t.false(existsSync(at(home)))
  t.is(commands.at(-1), 'userdel rollcall')
})

test('without systemd everything but the units that run is there', (t) => {
  const { machine, commands } = fakeMachine(t, { systemd: false })
  install(machine, wanted, false)
  t.true(commands.every((command) => command.startsWith('useradd ')))
})

test('a program that others can change, or that the account cannot read, is refused before anything is changed', (t) => {
  const places: [string, number, RegExp][] = [
    [program, 0o775, /changed by other accounts/],
    [program, 0o700, /read by other accounts/],
    ['/usr/local/bin', 0o757, /changed by other accounts/],
    ['/usr/local', 0o750, /read by other accounts/],
  ]
  for (const [path, mode, why] of places) {
    const { root, machine, at, commands } = fakeMachine(t)
    chmodSync(at(path), mode)
    const before = snapshot(root)
    const error = t.throws(() => install(machine, wanted, false), { instanceOf: Problem })
    t.is(error?.code, 'programMisplaced')
    t.regex(error?.why ?? '', why)
    t.deepEqual([snapshot(root), commands], [before, []])
    chmodSync(at(path), 0o755)
  }
})
