import fs from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { type Home, homeAt } from '../../source/store/home.ts'
import { temporaryBase } from '../support/temporary-folder.ts'
import type { KeptStore } from './kept-store.ts'
import { live, newTally, type Tally } from './weather-history.ts'

const long = Boolean(process.env.ROLLCALL_LONG)
const first = Number(process.env.ROLLCALL_SEED ?? 1)

/**
 * Lives through random histories, one after the other, until one goes wrong.
 *
 * @param usual how many there are, in a long run and in others
 * @param keptIn where the users of a home are kept
 * @param isWide whether units and days that people have left are in it; the users are in files then
 */
export async function liveThrough(
  t: ExecutionContext,
  usual: { long: number; short: number },
  keptIn: (home: Home) => Promise<KeptStore>,
  isWide = false,
): Promise<void> {
  t.timeout(long ? 4 * 3_600_000 : 600_000)
  const histories = Number(process.env.ROLLCALL_HISTORIES ?? (long ? usual.long : usual.short))
  const google = await startSimulator({
    organization: {
      customerId: 'C0weather',
      // The random groups may contain one another.
      allowCycles: true,
      domains: ['example.com', 'second.example'],
      admins: ['admin@example.com'],
      users: [{ primaryEmail: 'admin@example.com' }],
    },
  })
  const folder = fs.mkdtempSync(join(temporaryBase, 'rollcall-weather-'))
  t.teardown(async () => {
    await google.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const tally = newTally()
  let faulty: string | null = null
  for (let seed = first; seed < first + histories && faulty === null; seed += 1) {
    const home = homeAt(join(folder, String(seed)))
    fs.mkdirSync(home.folder, { mode: 0o700 })
    const lines: string[] = []
    try {
      await live(seed, {
        home,
        kept: await keptIn(home),
        google,
        tally,
        killPercent: 2,
        isWide,
        log: (line) => lines.push(line),
      })
    } catch (error) {
      faulty = `seed ${seed}:\n  ${lines.join('\n  ')}\n${(error as Error).message}`
    }
    google.setFaults([])
    google.requests.length = 0
    fs.rmSync(home.folder, { recursive: true })
  }
  t.log(describe(tally))
  t.is(faulty, null)
  t.is(tally.histories, histories)
}

const describe = (tally: Tally): string =>
  Object.entries(tally)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
