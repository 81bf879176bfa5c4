// `npm run build:release`: everything that is handed out, in build/, with the digests of all of it: executables and Debian
// packages for both processors, npm's package, and the list of what is inside. Two builds from one commit are the same bytes.
// With ROLLCALL_SIGNING_KEY, gpg signs the digests: build/SHA256SUMS.asc. For tests: `--level 0 x64` is quicker.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildDebs } from './deb.js'
import { buildExecutables } from './executable.js'
import { billOfMaterials } from './sbom.js'

/** Debian's names of Node's processors. */
const debian = { x64: 'amd64', arm64: 'arm64' }

const { values, positionals } = parseArgs({ allowPositionals: true, options: { level: { type: 'string' } } })
const architectures = positionals.length === 0 ? Object.keys(debian) : positionals
const folder = resolve('build')

await rm(folder, { recursive: true, force: true })
await buildExecutables(architectures, folder)
await buildDebs(
  architectures.map((name) => debian[name]),
  folder,
  Number(values.level ?? 6),
)
// npm packs files with the mode that they have, which a checkout takes from the umask.
const packed = [
  'README.md',
  'LICENSE',
  'package.json',
  'dist/package.json',
  'dist/rollcall.1',
  'dist/THIRD-PARTY-NOTICES.txt',
]
for (const path of packed) await chmod(path, 0o644)
execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
await writeFile(join(folder, 'rollcall.cdx.json'), await billOfMaterials())

const names = (await readdir(folder)).sort()
const sums = await Promise.all(
  names.map(async (name) => {
    const digest = createHash('sha256').update(await readFile(join(folder, name)))
    return `${digest.digest('hex')}  ${name}\n`
  }),
)
await writeFile(join(folder, 'SHA256SUMS'), sums.join(''))
const key = process.env.ROLLCALL_SIGNING_KEY
if (key) {
  execFileSync('gpg', ['--local-user', key, '--armor', '--detach-sign', join(folder, 'SHA256SUMS')], {
    stdio: 'inherit',
  })
}
process.stdout.write(sums.join(''))
