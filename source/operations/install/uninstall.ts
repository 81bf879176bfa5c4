import { type Act, type Installation, type Step, serveUnit, timerUnit } from './install.ts'
import type { Machine } from './machine.ts'

/**
 * Takes off a machine what `install` put there. The home stays with everything in it, and then its account, so that nobody
 * else gets its number; the program itself stays, too.
 *
 * @param isDry changes nothing, and tells what would be
 * @throws Problem of the catalogue of installing, and of the disk
 */
export function uninstall(
  machine: Machine,
  wanted: Omit<Installation, 'timer' | 'serve' | 'command'>,
  isDry: boolean,
): Step[] {
  const steps: Step[] = []
  const act = (work: () => void): void => {
    if (!isDry) work()
  }
  const units = wanted.files.filter(({ what, path }) => what === 'units' && machine.read(path) !== null)
  if (machine.hasSystemd() && units.length > 0) {
    act(() => {
      machine.run('systemctl', ['disable', '--now', timerUnit, serveUnit, 'rollcall-serve-tls.socket'])
      // Instances of the templates, and what runs at the moment.
      machine.run('systemctl', ['stop', 'rollcall@*.timer', 'rollcall*.service'])
    })
    steps.push({ what: 'Timer and sign-in service', outcome: 'changed', detail: 'stopped and disabled' })
  }
  for (const what of new Set(wanted.files.map((file) => file.what))) {
    const there = wanted.files.filter((file) => file.what === what && machine.read(file.path) !== null)
    act(() => {
      for (const { path } of there) machine.remove(path)
    })
    steps.push({
      what,
      outcome: there.length === 0 ? 'unchanged' : 'changed',
      detail: there.length === 0 ? 'not there' : there.map(({ path }) => path).join('\n'),
    })
  }
  if (machine.hasSystemd() && units.length > 0) act(() => machine.run('systemctl', ['daemon-reload']))
  return [...steps, ...leaveHome(machine, wanted, act, isDry)]
}

function leaveHome(machine: Machine, wanted: Pick<Installation, 'account' | 'home'>, act: Act, isDry: boolean): Step[] {
  const { account, home } = wanted
  const hasAccount = machine.account(account) !== null
  // A dry run must not remove it to find out.
  const isGone = isDry ? machine.facts(home) === null : machine.removeEmpty(home)
  if (!isGone) {
    const accountStays: Step = { what: 'Account', outcome: 'kept', detail: `${account} stays with its files` }
    return [
      { what: 'Home', outcome: 'kept', detail: `${home} stays with everything in it` },
      ...(hasAccount ? [accountStays] : []),
    ]
  }
  if (!hasAccount) return [{ what: 'Account', outcome: 'unchanged', detail: 'not there' }]
  act(() => machine.run('userdel', [account]))
  return [{ what: 'Account', outcome: 'changed', detail: account }]
}
