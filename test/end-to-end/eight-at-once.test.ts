import { readFile } from 'node:fs/promises'
import test from 'ava'
import { workplace } from '../support/workplace.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: ['admin', 'ada', 'bob'].map((name) => ({ primaryEmail: `${name}@example.com` })),
}

test('of eight synchronizations at once one commits, and the others end with 5 and name the holder', async (t) => {
  const place = await workplace(t, { organization })
  // The first one holds the lock until the others have been refused.
  place.google.setFaults([{ call: 'users.list', delayMs: 15_000 }])
  const runs = Array.from({ length: 8 }, () => place.runProcess(['sync', '--json']))
  const first = runs.map((run, index) => run.then((result) => ({ index, result })))
  const refused = new Set<number>()
  while (refused.size < 7) {
    const { index, result } = await Promise.race(first.filter((_, place) => !refused.has(place)))
    refused.add(index)
    t.is(result.code, 5, result.stderr)
    const { problem } = JSON.parse(result.stdout)
    t.is(problem.code, 'locked')
    t.regex(problem.cause, /started sync \(process \d+\)/)
  }
  place.google.setFaults([])
  const results = await Promise.all(runs)
  t.deepEqual(results.map(({ code }) => code).sort(), [0, 5, 5, 5, 5, 5, 5, 5])
  t.is(JSON.parse(await readFile(place.home.users, 'utf8')).revision, 1)
  t.is((await readFile(place.home.history, 'utf8')).trim().split('\n').length, 1)
})
