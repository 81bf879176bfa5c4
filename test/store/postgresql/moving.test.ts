import { readFileSync } from 'node:fs'
import test from 'ava'
import { workplace } from '../../support/workplace.ts'
import { type Cluster, startCluster } from '../support/postgresql/cluster.ts'

let cluster: Cluster
test.before(async () => {
  cluster = await startCluster()
})
test.after.always(() => cluster.close())

test('a store moves into a database and back: the same users byte for byte, the same history, and nobody uses what it left', async (t) => {
  const place = await workplace(t)
  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await place.run(args)
    t.is(code, 0, `${args.join(' ')}: ${stderr}`)
    return stdout
  }
  await run('sync')
  await run('users', 'add', 'desk', '--full-name', 'Desk \u{1f4ec} "\\t"')
  const before = readFileSync(place.home.users)
  const histories = [await run('history', '--json')]
  const url = await cluster.makeDatabase()

  t.regex(await run('store', 'move', url), /^Moved \d+ users and 2 commits from .*\/users\.json to postgres@/)
  t.throws(() => readFileSync(place.home.users), { code: 'ENOENT' })
  t.regex(await run('store'), /^Store +PostgreSQL/m)
  histories.push(await run('history', '--json'))
  t.deepEqual(JSON.parse(await run('sync', '--json')).committed, false)

  // A second machine joins, and hears that the store left.
  const second = await workplace(t)
  const joined = await second.run(['setup', '--store', url])
  t.is(joined.code, 0, joined.stderr)
  t.regex(await run('store', 'move', 'file'), /^Moved \d+ users and 2 commits from postgres@.* to .*\/users\.json/)
  const told = await second.run(['sync', '--json'])
  t.is(JSON.parse(told.stdout).problem.code, 'storeMoved')

  t.deepEqual(readFileSync(place.home.users), before)
  histories.push(await run('history', '--json'))
  t.is(new Set(histories).size, 1)
  t.deepEqual(JSON.parse(await run('sync', '--json')).committed, false)

  // And into the same database once more.
  await run('store', 'move', url)
  await run('store', 'move', 'file')
  t.deepEqual(readFileSync(place.home.users), before)
})
