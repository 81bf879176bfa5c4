import { spawnSync } from 'node:child_process'
import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { thisProcess } from '../../source/store/lock/process-identity.ts'
import { openHome } from '../../source/store/open-home.ts'
import { markService, runningService, serviceMarkPath, unmarkService } from '../../source/store/service-mark.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { servicePlace } from '../web/support/service.ts'

const mark = { addresses: ['127.0.0.1:8463'], since: '2026-11-28T06:00:00.000Z' }

function emptyHome(t: ExecutionContext) {
  const home = openHome(join(temporaryFolder(t), 'home'))
  return home
}

test('a home says whether a service serves it, and where', async (t) => {
  const { place, service, port, statusPort } = await servicePlace(t)
  t.deepEqual(runningService(place.home)?.addresses, [`127.0.0.1:${port}`, `127.0.0.1:${statusPort}`])
  await service.close()
  t.is(runningService(place.home), null)
})

test('the mark of a process that has ended counts for nothing, and the next service replaces it', (t) => {
  const home = emptyHome(t)
  const { pid } = spawnSync('true')
  writeFileSync(serviceMarkPath(home), JSON.stringify({ ...thisProcess(), pid, ...mark }))
  t.is(runningService(home), null)
  markService(home, mark)
  t.deepEqual(runningService(home), mark)
})

test('a process that cannot be seen from here counts while its mark is renewed, and nobody takes its mark', (t) => {
  const home = emptyHome(t)
  const path = serviceMarkPath(home)
  const elsewhere = { ...thisProcess(), host: 'mail2', startTime: 'another-boot/17', ...mark }
  writeFileSync(path, JSON.stringify(elsewhere))
  t.deepEqual(runningService(home), mark)
  markService(home, { ...mark, addresses: ['127.0.0.1:1'] })
  unmarkService(home)
  t.is(JSON.parse(readFileSync(path, 'utf8')).host, 'mail2')
  utimesSync(path, new Date(), new Date(Date.now() - 10 * 60_000))
  t.is(runningService(home), null)
})

test('what is no mark stands for no service', (t) => {
  const home = emptyHome(t)
  t.is(runningService(home), null)
  for (const text of ['', '{', '[]', '{"pid":1}']) {
    writeFileSync(serviceMarkPath(home), text)
    t.is(runningService(home), null, text)
  }
})
