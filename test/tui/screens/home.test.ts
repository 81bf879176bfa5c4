import test from 'ava'
import { createServices } from '../../../source/tui/create-services.ts'
import { workplace } from '../../support/workplace.ts'
import { drawInterface } from '../support/interface.ts'

const users = [
  { primaryEmail: 'admin@example.com', id: '1' },
  { primaryEmail: 'dan@example.com', id: '101' },
]
const organization = { domains: ['example.com'], admins: ['admin@example.com'], users }
const tools = { signal: new AbortController().signal, onProgress: () => undefined }

test('home says first what waits for a decision, in the words of the status', async (t) => {
  const place = await workplace(t, {
    organization,
    settings: { automaticDeletion: true, holdDeletions: true, deletionLimit: { percent: 100 } },
  })
  await place.run(['sync'])
  place.google.update((world) => {
    world.users = users.slice(0, 1)
  })
  await place.run(['users', 'add', 'eve@example.com'])
  place.google.update((world) => world.users.push({ primaryEmail: 'eve@example.com', id: '102' }))
  await place.run(['sync'])
  const { stdout } = await place.run(['status'])
  const words = stdout.split('\n').flatMap((line) => (line.startsWith('! ') ? [line.slice(2)] : []))
  t.is(words.length, 2)
  const home = await createServices({ home: place.home, google: { origin: place.google.url } }).readHome()
  t.deepEqual(
    home.decisions.map((line) => line.replace(/ \(rollcall .*\)$/, '')),
    words,
  )
  const shown = drawInterface(t, { services: () => ({ readHome: async () => home }) })
  const frame = await shown.waitFor('Synchronize now')
  t.regex(
    frame,
    /! Decide +1 conflict needs your decision: eve@example\.com[\s\S]+! Decide +1 deletion waits for[\s\S]+Last change/,
  )
})

test('a sync on the screen is among the last ones of the status, a failed one too', async (t) => {
  const place = await workplace(t, { organization })
  const services = createServices({ home: place.home, google: { origin: place.google.url } })
  await services.synchronize(tools, {})
  const after = await place.json<{ runs: object[]; lastSuccess: string | null }>(['status'])
  t.like(after, { runs: [{ outcome: 'changed', summary: { create: 2 } }] })
  t.not(after.lastSuccess, null)
  place.google.setFaults([{ call: 'users.list', times: 'always', status: 403 }])
  await t.throwsAsync(services.synchronize(tools, {}))
  t.like(await place.json(['status']), { runs: [{ outcome: 'failed', code: 'rightMissing' }, { outcome: 'changed' }] })
})
