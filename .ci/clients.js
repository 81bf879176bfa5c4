// Installs the npm clients of other people that tests walk (test/real/clients), exactly as their lock file has them, into
// .cache/: they weigh more than everything else here, so they are neither dependencies nor installed by `npm ci`. What was
// installed once is there without a network.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const source = resolve('test/real/clients')
const lock = createHash('sha256')
  .update(readFileSync(join(source, 'package-lock.json')))
  .digest('hex')
const folder = resolve('.cache/clients', lock.slice(0, 16))

if (!existsSync(folder)) {
  process.stdout.write('Fetching the clients of test/real from npm into .cache/\n')
  mkdirSync(dirname(folder), { recursive: true })
  // Installed beside its place and then moved, so that a run that was broken off leaves no half of it there.
  const work = mkdtempSync(join(dirname(folder), 'part-'))
  try {
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(source, name), join(work, name))
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: work, stdio: 'inherit' })
    renameSync(work, folder)
  } catch (error) {
    process.stderr.write(`Not installed, so the tests that need them are skipped: ${String(error)}\n`)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
if (existsSync(folder)) cpSync(source, folder, { recursive: true })
