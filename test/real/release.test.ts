import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import test from 'ava'
import { copyProject, runNode } from '../support/copy-of-project.ts'

/** Everything that may differ between two machines on which the same commit is built. */
const places: { name: string; umask: number; environment: NodeJS.ProcessEnv }[] = [
  { name: 'one', umask: 0o022, environment: { TZ: 'UTC', LC_ALL: 'C' } },
  {
    name: join('another', 'and a deeper'),
    umask: 0o077,
    environment: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' },
  },
]

test('two builds of a release are the same bytes, each of them, and its digests are right', async (t) => {
  t.timeout(600_000)
  const outer = mkdtempSync(join(tmpdir(), 'rollcall-release-'))
  t.teardown(() => rmSync(outer, { recursive: true, force: true }))
  const built: Map<string, string>[] = []
  for (const { name, umask, environment } of places) {
    const folder = join(outer, name)
    copyProject(folder, 'own')
    mkdirSync(join(folder, '.cache'))
    symlinkSync(resolve('.cache/nodes'), join(folder, '.cache/nodes'))
    const before = process.umask(umask)
    const given = { ...environment, SOURCE_DATE_EPOCH: '1795874384' }
    const building = runNode(folder, ['.ci/build.js'], given).then(({ code, output }) =>
      code === 0 ? runNode(folder, ['.ci/release.js', '--level', '0', process.arch], given) : { code, output },
    )
    process.umask(before)
    const { code, output } = await building
    t.is(code, 0, output)
    built.push(digestsIn(join(folder, 'build')))
    const { components } = JSON.parse(readFileSync(join(folder, 'build/rollcall.cdx.json'), 'utf8'))
    const inside = components
      .filter(({ type }: { type: string }) => type === 'library')
      .map(({ name, version }: { name: string; version: string }) => `${name} ${version}`)
    const notices = readFileSync(join(folder, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8').split(/^-{20,}$/m)[0] ?? ''
    const bundled = [...notices.matchAll(/^(\S+ \d\S*) \(/gm)].map(([, one]) => one)
    t.true(bundled.length > 80)
    t.deepEqual(inside.sort(), bundled.sort(), 'the list names what is bundled')
  }
  const [one, another] = built
  t.deepEqual(
    [...(one?.keys() ?? [])],
    [
      `rollcall-0.1.0.tgz`,
      `rollcall-linux-${process.arch}`,
      `rollcall-linux-${process.arch}.NOTICES.txt`,
      'rollcall-node_0.1.0_all.deb',
      'rollcall.cdx.json',
      `rollcall_0.1.0_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.deb`,
    ],
  )
  t.deepEqual(one, another)
})

/** What SHA256SUMS says of the other files, which must be so. */
function digestsIn(folder: string): Map<string, string> {
  const lines = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n')
  const said = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
  const real = readdirSync(folder)
    .filter((name) => name !== 'SHA256SUMS')
    .map((name): [string, string] => [name, sha256(join(folder, name))])
  for (const [name, digest] of real)
    if (said.get(name) !== digest) throw new Error(`${name} is not what SHA256SUMS says`)
  return said
}

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
