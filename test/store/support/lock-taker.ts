import { homeAt } from '../../../source/store/home.ts'
import { usualTimes } from '../../../source/store/lock/lease.ts'
import { withStoreLock } from '../../../source/store/lock/lock.ts'
import { Problem } from '../../../source/text/problem.ts'

/**
 * A program that takes the lock of a home and says so. It starts when a line arrives on standard input, holds the lock
 * until the next one, and says by its output what came of it.
 */
const [folder = '', name = '', renewedEvery = '', diesAfter = ''] = process.argv.slice(2)
const times = diesAfter === '' ? usualTimes : { renewedEvery: Number(renewedEvery), diesAfter: Number(diesAfter) }
const lines = process.stdin[Symbol.asyncIterator]()
process.stdout.write('ready\n')
await lines.next()
try {
  await withStoreLock(homeAt(folder), { command: name, times }, async () => {
    process.stdout.write('holds\n')
    await lines.next()
  })
  process.stdout.write('released\n')
} catch (error) {
  if (!(error instanceof Problem)) throw error
  process.stdout.write(`${JSON.stringify({ code: error.code, kind: error.kind, facts: error.facts })}\n`)
}
process.exit(0)
