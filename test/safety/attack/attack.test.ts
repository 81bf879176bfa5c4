import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { startHostileGoogle } from './hostile-google.ts'
import { live, newTally } from './life.ts'

const base = fs.existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const histories = Number(process.env.ROLLCALL_HISTORIES ?? (process.env.ROLLCALL_LONG ? 5000 : 25))
const first = Number(process.env.ROLLCALL_SEED ?? 1)

test('whatever a hostile Google says, nobody is deleted who is wanted, and nobody reads mail of somebody else', async (t) => {
  t.timeout(process.env.ROLLCALL_LONG ? 3_600_000 : 300_000)
  const google = await startHostileGoogle()
  const now = Date.now
  Date.now = () => now() + google.daysOn * 24 * 3_600_000
  const folder = fs.mkdtempSync(join(base, 'rollcall-attack-'))
  t.teardown(async () => {
    Date.now = now
    await google.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const tally = newTally()
  const faulty: string[] = []
  for (let seed = first; seed < first + histories && faulty.length < 1; seed += 1) {
    const log: string[] = []
    try {
      await live(seed, join(folder, String(seed)), google, tally, log)
    } catch (error) {
      faulty.push(`seed ${seed}:\n  ${log.join('\n  ')}\n${(error as Error).stack}`)
    }
    fs.rmSync(join(folder, String(seed)), { recursive: true, force: true })
  }
  t.log(JSON.stringify(tally))
  t.log(JSON.stringify(google.counts))
  t.deepEqual(faulty, [])
  for (const key of ['deletions', 'kept', 'readable', 'delegated'] as const) t.true(tally[key] > 0, key)
})
