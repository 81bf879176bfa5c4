import test from 'ava'
import {
  type AutomationTools,
  installAutomation,
  readAutomation,
} from '../../../source/operations/install/automation.ts'
import { homeAt } from '../../../source/store/home.ts'

const steps = [
  { what: 'Account', outcome: 'changed', detail: 'rollcall' },
  {
    what: 'units',
    outcome: 'changed',
    detail: '/etc/systemd/system/rollcall.service\n/etc/systemd/system/rollcall.timer',
  },
  { what: 'Timer', outcome: 'changed', detail: 'rollcall.timer' },
]

/** A machine on which the program answers with these steps, and what it was asked. */
function machine(given: { isRoot?: boolean; cameBy?: 'copy' | 'debian' } = {}) {
  const asked: string[] = []
  const { isRoot = false, cameBy = 'copy' } = given
  const file = cameBy === 'debian' ? '/usr/bin/rollcall' : '/usr/local/bin/rollcall'
  const tools: AutomationTools = {
    program: { form: 'executable', file, command: [file], cameBy },
    isRoot,
    run: async (args) => {
      asked.push(args.join(' '))
      return JSON.stringify({ dryRun: args.includes('--dry-run'), steps })
    },
  }
  return { asked, tools }
}

test('root may install for a home that a service can reach, and is shown each file first', async (t) => {
  const { asked, tools } = machine({ isRoot: true })
  const home = homeAt('/srv/rollcall')
  const automation = await readAutomation(home, tools)
  t.true(automation.mayInstall)
  t.deepEqual(automation.commands, ['/usr/local/bin/rollcall install --home /srv/rollcall'])
  t.regex(
    automation.installs.join('\n'),
    /^Account +rollcall\nUnits +\/etc\/\S+service\n +\/etc\/\S+timer\nTimer +rollcall\.timer$/,
  )
  await installAutomation(home, tools)
  t.deepEqual(asked, ['install --json --dry-run --home /srv/rollcall', 'install --json --home /srv/rollcall'])
})

test('everybody else gets commands, which move a home of their own to where the service has it', async (t) => {
  for (const [given, folder, commands] of [
    [{}, '/var/lib/rollcall', ['sudo /usr/local/bin/rollcall install']],
    [
      {},
      '/home/it/.local/share/rollcall',
      ['sudo mv -T /home/it/.local/share/rollcall /var/lib/rollcall', 'sudo /usr/local/bin/rollcall install'],
    ],
    [
      { isRoot: true },
      '/root/.local/share/rollcall',
      ['mv -T /root/.local/share/rollcall /var/lib/rollcall', '/usr/local/bin/rollcall install'],
    ],
    [{ cameBy: 'debian' as const }, '/var/lib/rollcall', ['sudo systemctl enable --now rollcall.timer']],
    [
      { cameBy: 'debian' as const, isRoot: true },
      '/srv/my home',
      ['chown -R rollcall: /var/lib/rollcall', 'systemctl enable --now rollcall.timer'],
    ],
  ] as const) {
    const automation = await readAutomation(homeAt(folder), machine(given).tools)
    t.false(automation.mayInstall, folder)
    t.deepEqual(automation.commands.slice(-commands.length), [...commands], folder)
  }
})

test('what keeps it from being installed is told as the problem that it is', async (t) => {
  const { tools } = machine({ isRoot: true })
  const problem = { code: 'programMisplaced', title: 'The program is in the wrong place', cause: 'Why.', remedy: 'Do.' }
  const run = async () => JSON.stringify({ problem })
  t.false((await readAutomation(homeAt('/srv/rollcall'), { ...tools, run })).mayInstall)
  await t.throwsAsync(installAutomation(homeAt('/srv/rollcall'), { ...tools, run }), {
    name: 'Problem',
    message: problem.title,
  })
})
