import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { copyProject, runNode } from '../support/copy-of-project.ts'

/** Everything that may differ between two machines on which the same commit is built. */
const places: { name: string; umask: number; environment: NodeJS.ProcessEnv }[] = [
  {
    name: 'one',
    umask: 0o022,
    environment: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C', COLUMNS: '80', HOME: '/home/one' },
  },
  {
    name: join('another', 'and a deeper'),
    umask: 0o077,
    environment: {
      ...{ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', COLUMNS: '33', HOME: '/nowhere' },
      ...{ FORCE_COLOR: '3', NODE_ENV: 'development', XDG_DATA_HOME: '/else', USER: 'somebody', CI: 'true' },
    },
  },
]

test('two builds from one commit are the same bytes, whatever the folder, umask, time zone and language', async (t) => {
  t.timeout(120_000)
  const outer = fs.mkdtempSync(join(tmpdir(), 'rollcall-builds-'))
  t.teardown(() => fs.rmSync(outer, { recursive: true, force: true }))
  const built: Map<string, string>[] = []
  for (const { name, umask, environment } of places) {
    const folder = join(outer, name)
    copyProject(folder, 'own')
    const before = process.umask(umask)
    const building = runNode(folder, ['.ci/build.js'], environment)
    process.umask(before)
    const { code, output } = await building
    t.is(code, 0, output)
    built.push(filesOf(join(folder, 'dist')))
  }
  const [one, another] = built
  t.deepEqual([...(one?.keys() ?? [])].sort(), ['THIRD-PARTY-NOTICES.txt', 'package.json', 'rollcall.1', 'rollcall.js'])
  for (const [name, content] of one ?? []) t.true(another?.get(name) === content, name)
  for (const content of one?.values() ?? []) t.false(content.includes(outer), 'no path of the machine is in the build')
})

const filesOf = (folder: string): Map<string, string> =>
  new Map(fs.readdirSync(folder).map((name) => [name, fs.readFileSync(join(folder, name), 'latin1')]))
