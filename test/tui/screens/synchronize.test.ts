import test from 'ava'
import type { TestedPlan } from '../../../source/operations/synchronize/make-current-plan.ts'
import type { Change } from '../../../source/sync/plan.ts'
import { Problem } from '../../../source/text/problem.ts'
import { sampleChange, samplePlan, sampleUser } from '../../views/sample-plan.ts'
import { drawInterface } from '../support/interface.ts'

const names = ['ada', 'bob', 'carol', 'dan', 'eve'].map((name) => `${name}@example.com`)
const taken = sampleChange({
  action: 'conflict',
  userName: 'dan@example.com',
  before: sampleUser('dan@example.com', { authentication: 'integrated', directoryId: null }),
  after: null,
  reason: { code: 'integratedUser' } as Change['reason'],
  archive: null,
})
const rows = names.map((userName) => (userName === taken.userName ? taken : sampleChange({ userName })))

const tested = (changes: Change[]): TestedPlan => ({ plan: samplePlan(changes) }) as TestedPlan
const test1 = { start: { screen: 'synchronize', wantsCommit: false } } as const

test('after a take-over the plan says what was committed, and the cursor is where it was', async (t) => {
  let isTaken = false
  const shown = drawInterface(t, {
    ...test1,
    services: () => ({
      testSettings: async () => tested(isTaken ? names.map((userName) => sampleChange({ userName })) : rows),
      takeOverUser: async () => {
        isTaken = true
        return { committed: true, archives: [] } as never
      },
    }),
  })
  await shown.waitFor(/nothing changed yet[\s\S]+› \+|nothing changed yet/)
  shown.type('!')
  await shown.waitFor(/›! dan@/)
  shown.type('t')
  await shown.waitFor('Hand dan@example.com')
  shown.press('enter')
  const frame = await shown.waitFor(/›\+ dan@/)
  t.regex(frame, /took over dan@example\.com/)
  t.notRegex(frame, /nothing changed yet/)
})

test('the plan that is made again keeps the cursor', async (t) => {
  let calls = 0
  const shown = drawInterface(t, {
    ...test1,
    services: () => ({
      testSettings: async () => {
        calls += 1
        return tested(rows)
      },
    }),
  })
  await shown.waitFor(/›! dan@/)
  shown.press('down', 'down', 'down')
  await shown.waitFor(/›\+ carol@/)
  shown.type('r')
  await shown.waitFor(() => calls === 2)
  t.regex(await shown.waitFor(/›\+ \w+@/), /›\+ carol@/)
})

test('a take-over is offered on rows that it can be done with, and on no other', async (t) => {
  const shown = drawInterface(t, { ...test1, services: () => ({ testSettings: async () => tested(rows) }) })
  const help = async (row: RegExp): Promise<string> => {
    await shown.waitFor(row)
    shown.type('?')
    const text = await shown.waitFor('next conflict')
    shown.press('escape')
    return text
  }
  await shown.waitFor(/›! dan@/)
  shown.press('down')
  t.notRegex(await help(/›\+ ada@/), /take over/)
  shown.type('!')
  t.regex(await help(/›! dan@/), / t +take over/)
})

test('a failure offers to try again, and a commit is not called failed for what comes after it', async (t) => {
  let tries = 0
  const broken = new Problem({ code: 'x', kind: 'failed', title: 'No', cause: 'Because.', remedy: 'Wait.' })
  const shown = drawInterface(t, {
    ...test1,
    services: (real) => ({
      testSettings: async () => {
        tries += 1
        if (tries === 1) throw broken
        return tested(rows)
      },
      readHome: async () => {
        if (tries > 1) throw broken
        return real.readHome()
      },
      synchronize: async () => ({ committed: true, storeRevision: 13, plan: samplePlan(rows), archives: [] }) as never,
    }),
  })
  t.regex(await shown.waitFor(/No[\s\S]+r retry/), /Because/)
  shown.type('r')
  await shown.waitFor(/›! dan@/)
  shown.type('s')
  await shown.waitFor('Press Enter to synchronize')
  shown.press('enter')
  // What failed after the commit is told, over the result.
  await shown.waitFor('Because')
  shown.press('escape')
  t.regex(await shown.waitFor('This is revision 13'), /Synchronized/)
})
