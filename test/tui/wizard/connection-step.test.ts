import test from 'ava'
import type { CheckStage } from '../../../source/operations/connection/check-stages.ts'
import type { Progress } from '../../../source/operations/context.ts'
import type { TaskTools } from '../../../source/tui/services.ts'
import { drawInterface } from '../support/interface.ts'

const stage = (state: CheckStage['state']): CheckStage[] => [
  { id: 'users', title: 'Users can be read', state, detail: null, problem: null },
]
const waiting: Progress = {
  stage: 'waiting',
  milliseconds: 8000,
  reason: 'Google asks to slow down',
  retry: { attempt: 3, givesUpIn: 100_000 },
}

test('while Google asks to slow down, the check counts down, with the attempt and how long it goes on at most', async (t) => {
  const checks: { tools: TaskTools; onStages: (stages: CheckStage[]) => void; end: () => void }[] = []
  const shown = drawInterface(t, {
    start: { screen: 'settings' },
    services: () => ({
      checkConnection: (tools, onStages) =>
        new Promise((end) => {
          checks.push({ tools, onStages, end: () => end() })
        }),
    }),
  })
  await shown.waitFor('› Google side')
  shown.type('4')
  await shown.waitFor(() => checks.length > 0)
  const [check] = checks
  check?.onStages(stage('running'))
  check?.tools.onProgress(waiting)
  await shown.waitFor('Waiting 8 s: Google asks to slow down. Attempt 3 follows; gives up in 100 s')
  const counted = await shown.waitFor(/Waiting [1-7] s: Google asks to slow down/)
  t.regex(counted, /Attempt 3 follows; gives up in 9\d s/)
  check?.onStages(stage('passed'))
  t.notRegex(await shown.waitFor((frame) => !frame.includes('Waiting')), /Asking again/)
  check?.end()
  await shown.waitFor('All checks passed')
})

test('a wait that is over says that Google is being asked again', async (t) => {
  const told: ((progress: Progress) => void)[] = []
  const shown = drawInterface(t, {
    start: { screen: 'settings' },
    services: () => ({
      checkConnection: (tools) => {
        told.push(tools.onProgress)
        return new Promise(() => undefined)
      },
    }),
  })
  await shown.waitFor('› Google side')
  shown.type('4')
  await shown.waitFor(() => told.length > 0)
  told[0]?.({ ...waiting, milliseconds: 900 })
  t.truthy(await shown.waitFor('Asking again (attempt 3): Google asks to slow down'))
})
