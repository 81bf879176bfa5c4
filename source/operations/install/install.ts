import { installProblem } from './install-problems.ts'
import type { Machine } from './machine.ts'
import { placeFault } from './program-place.ts'

/** What is put on a machine. */
export type Installation = {
  account: string
  /** The home folder, absolute. */
  home: string
  /** The words that start the program. */
  command: readonly string[]
  /** Units, completions, manual. */
  files: readonly { what: string; path: string; content: string }[]
  timer: boolean
  serve: boolean
}

/** One step with what came of it. With a dry run, `changed` says what would be. */
export type Step = {
  what: string
  /** `waiting`: it needs the setup first, and `next` is the command for then. */
  outcome: 'changed' | 'unchanged' | 'waiting' | 'kept'
  detail: string
  next?: string
}

/** What runs a sync on a schedule. */
export const timerUnit = 'rollcall.timer'

/** What lets people sign in, behind a proxy. */
export const serveUnit = 'rollcall-serve.service'

/**
 * Puts Rollcall on a machine: account, home, units, completions, manual, and the timer and the service once they are set up.
 * Each step looks at what is there first, so that it can be done again.
 *
 * @param isDry changes nothing, and tells what would be
 * @throws Problem of the catalogue of installing, and of the disk
 */
export function install(machine: Machine, wanted: Installation, isDry: boolean): Step[] {
  const misplaced = placeFault(machine, wanted.command)
  if (misplaced !== null && !isDry) throw installProblem('programMisplaced', misplaced)
  const act = (work: () => void): void => {
    if (!isDry) work()
  }
  const move: Step[] =
    misplaced === null ? [] : [{ what: 'Program', outcome: 'kept', detail: `${misplaced.path} ${misplaced.why}` }]
  const steps = [
    ...move,
    makeAccount(machine, wanted, act),
    makeHome(machine, wanted, act),
    ...writeFiles(machine, wanted, act),
  ]
  if (!machine.hasSystemd()) {
    const detail = 'systemd is not at work here: start the units yourself'
    return [...steps, { what: 'Timer and sign-in service', outcome: 'kept', detail }]
  }
  if (steps.some(({ what, outcome }) => what === 'units' && outcome === 'changed')) {
    act(() => machine.run('systemctl', ['daemon-reload']))
  }
  const isSetUp = machine.facts(`${wanted.home}/settings.json`) !== null
  const signsIn = machine.facts(`${wanted.home}/credentials/oauth-client.json`) !== null
  if (wanted.timer) steps.push(enable(machine, 'Timer', timerUnit, isSetUp, act))
  if (wanted.serve) steps.push(enable(machine, 'Sign-in service', serveUnit, isSetUp && signsIn, act))
  return steps
}

/** Does a piece of work, or leaves it out in a dry run. */
export type Act = (work: () => void) => void

function makeAccount(machine: Machine, { account, home }: Installation, act: Act): Step {
  const what = 'Account'
  if (machine.account(account) !== null) return { what, outcome: 'unchanged', detail: account }
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin']
  act(() => machine.run('useradd', [...flags, '--home-dir', home, account]))
  return { what, outcome: 'changed', detail: account }
}

function makeHome(machine: Machine, { account, home }: Installation, act: Act): Step {
  const what = 'Home'
  const facts = machine.facts(home)
  const owner = machine.account(account)
  if (facts !== null && facts.mode === 0o700 && facts.owner === owner?.user) {
    return { what, outcome: 'unchanged', detail: home }
  }
  act(() => {
    const made = machine.account(account)
    if (made === null) {
      throw installProblem('installCommandFailed', {
        command: `getent passwd ${account}`,
        why: `The account ${account} was not made.`,
      })
    }
    machine.makeFolder(home, made)
    // What another account set up here is the service's from now on. Links are not followed.
    if (facts !== null && facts.owner !== made.user && machine.facts(`${home}/settings.json`) !== null) {
      machine.run('chown', ['-R', '-P', '--no-dereference', `${account}:`, '--', home])
    }
  })
  return { what, outcome: 'changed', detail: home }
}

function writeFiles(machine: Machine, { files }: Installation, act: Act): Step[] {
  const kinds = [...new Set(files.map(({ what }) => what))]
  return kinds.map((what) => {
    const all = files.filter((file) => file.what === what)
    const different = all.filter(({ path, content }) => machine.read(path) !== content)
    act(() => {
      for (const { path, content } of different) machine.write(path, content)
    })
    const paths = different.length === 0 ? all : different
    return {
      what,
      outcome: different.length === 0 ? 'unchanged' : 'changed',
      detail: paths.map(({ path }) => path).join('\n'),
    }
  })
}

function enable(machine: Machine, what: string, unit: string, isSetUp: boolean, act: Act): Step {
  if (!isSetUp) {
    return { what, outcome: 'waiting', detail: unit, next: `sudo systemctl enable --now ${unit}` }
  }
  act(() => machine.run('systemctl', ['enable', '--now', unit]))
  return { what, outcome: 'changed', detail: unit }
}
