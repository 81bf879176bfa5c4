import test from 'ava'
import type { Automation } from '../../../source/operations/install/automation.ts'
import type { TestedPlan } from '../../../source/operations/synchronize/make-current-plan.ts'
import type { SynchronizeResult } from '../../../source/operations/synchronize/synchronize.ts'
import type { Settings } from '../../../source/settings/settings-schema.ts'
import { sampleChange, samplePlan } from '../../views/sample-plan.ts'
import { drawInterface } from '../support/interface.ts'

const plan = samplePlan([sampleChange({ userName: 'ada@example.com' })])
const automation: Automation = {
  installs: ['Units            /etc/systemd/system/rollcall.timer'],
  mayInstall: false,
  commands: ['sudo rollcall install'],
  sendsMail: true,
}

/** The first sync is done, and a timer is chosen. */
async function chooseTimer(t: Parameters<typeof drawInterface>[0], found: Automation, saved: Partial<Settings>[] = []) {
  const installed: string[] = []
  const shown = drawInterface(t, {
    start: { screen: 'wizard' },
    services: (real) => ({
      readHome: async () => {
        const home = await real.readHome()
        return { ...home, settings: { ...home.settings, administrator: 'it@example.com', ...saved.at(-1) } }
      },
      readDraft: () => ({ step: 'test', entered: {} }) as never,
      saveDraft: () => undefined,
      testSettings: async () => ({ plan }) as TestedPlan,
      synchronize: async () => ({ plan, committed: true, storeRevision: 1, archives: [] }) as SynchronizeResult,
      saveSettings: async (change) => {
        saved.push(change)
        return change as Settings
      },
      readAutomation: async () => found,
      installAutomation: async () => {
        installed.push('now')
        return ['Timer            rollcall.timer']
      },
    }),
  })
  await shown.waitFor('ada@example.com')
  shown.type('s')
  await shown.waitFor('Press Enter to synchronize')
  shown.press('enter')
  await shown.waitFor('Run this every hour')
  shown.press('enter')
  return { shown, installed }
}

test('after the first sync a timer is offered, with commands to copy and what they install', async (t) => {
  const { shown } = await chooseTimer(t, automation)
  const frame = await shown.waitFor('Run this in a shell')
  t.regex(frame, /Run this automatically\?/)
  t.regex(frame, /sudo rollcall install/)
  t.regex(frame, /rollcall\.timer/)
  shown.press('escape')
  await shown.waitFor('Run this every hour')
})

test('as root Enter installs it, and the screen ends, because the home has another owner', async (t) => {
  const { shown, installed } = await chooseTimer(t, { ...automation, mayInstall: true })
  await shown.waitFor('Press Enter to install')
  t.deepEqual(installed, [])
  shown.press('enter')
  await shown.waitFor('Installed:')
  t.deepEqual(installed, ['now'])
  shown.press('enter')
  t.is(await shown.left, 'done')
})

test('failures are mailed to the administrator by one key', async (t) => {
  const saved: Partial<Settings>[] = []
  const { shown } = await chooseTimer(t, automation, saved)
  await shown.waitFor('Press m to send mail to it@example.com')
  shown.type('m')
  await shown.waitFor('To be told when a sync fails')
  t.like(saved, [{ notify: { on: 'failure', mailTo: ['it@example.com'] } }])
})
