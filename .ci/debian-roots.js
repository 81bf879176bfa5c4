// Small Debian systems in archives, below .cache/: tests unpack them to throw-away roots. Made once, by mmdebstrap from Debian's
// mirror; later runs need no network.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync } from 'node:fs'

const folder = '.cache/debian-roots'
const helpers = ['systemd-standalone-sysusers', 'systemd-standalone-tmpfiles']

/** Debian 12, whose Node is too old, and Debian 13, with the Node that it has. */
const roots = {
  bookworm: ['libstdc++6', ...helpers],
  trixie: ['nodejs', ...helpers],
}

/** The mirror of Debian that this machine's own apt reads. */
function mirror() {
  const listed = execFileSync('apt-get', ['indextargets', '--format', '$(REPO_URI)'], { encoding: 'utf8' })
  const found = listed.split('\n').find((uri) => /\/debian\/$/.test(uri))
  if (found === undefined) throw new Error("No mirror of Debian is among this machine's apt sources.")
  return found
}

mkdirSync(folder, { recursive: true })
for (const [suite, packages] of Object.entries(roots)) {
  const archive = `${folder}/${suite}.tar`
  if (existsSync(archive)) continue
  process.stderr.write(`Making a root of Debian ${suite} in .cache/\n`)
  const part = `${folder}/part-${process.pid}.tar`
  const what = ['--variant=minbase', `--include=${packages.join(',')}`, '--aptopt=Acquire::Retries "3"']
  execFileSync('mmdebstrap', ['--quiet', ...what, suite, part, mirror()], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  renameSync(part, archive)
}
