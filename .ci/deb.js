// `npm run build:deb [-- amd64 arm64]`: Debian packages, made by dpkg-deb alone. `rollcall` has Node inside, for one
// architecture each; `rollcall-node` runs on Debian's Node, for all of them.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packageFiles } from './describe.js'
import { sourceDate } from './source-date.js'

/** Debian's names of the processors, and Node's. */
const architectures = { amd64: 'x64', arm64: 'arm64' }

const { version } = JSON.parse(await readFile('package.json', 'utf8'))
const maintainer = 'The Rollcall developers <maintainers@users.noreply.github.com>'

/** systemd's programs that make the account and the home; in a container without systemd they come alone. */
const helpers = ['systemd | systemd-standalone-sysusers', 'systemd | systemd-standalone-tmpfiles']

/** What the Node inside is linked against: the oldest releases with these symbols. */
const libraries = ['libc6 (>= 2.28)', 'libgcc-s1 (>= 3.4)', 'libstdc++6 (>= 5)']

const description = `keeps a mail archive's users in step with Google Workspace
 Rollcall shows in a terminal what a synchronization would change, and
 applies it. A timer keeps the users current, people sign in with Google,
 and mail servers find each person's archive. Nothing is ever written to
 Google, and no mail is ever deleted.
 .`

/**
 * Builds the packages of these architectures, and the one for all.
 *
 * @param {string[]} wanted of `amd64` and `arm64`; their executables are in `folder` already
 * @param {string} folder with the executables; the packages are written there, too
 * @param {number} level how much time goes into making them small, 0 to 9
 * @returns {Promise<string[]>} the paths of the packages
 */
export async function buildDebs(wanted, folder, level = 6) {
  const built = []
  for (const architecture of wanted) {
    const executable = join(folder, `rollcall-linux-${architectures[architecture]}`)
    built.push(
      await buildDeb(folder, level, {
        name: 'rollcall',
        other: 'rollcall-node',
        architecture,
        depends: [...libraries, ...helpers],
        about: ' This package has the Node.js inside that it needs.',
        notices: `${executable}.NOTICES.txt`,
        overrides: await readFile('packaging/debian/rollcall.lintian-overrides', 'utf8'),
        put: async (root) => {
          await cp(executable, join(root, 'usr/bin/rollcall'))
          await chmod(join(root, 'usr/bin/rollcall'), 0o755)
        },
      }),
    )
  }
  built.push(
    await buildDeb(folder, level, {
      name: 'rollcall-node',
      other: 'rollcall',
      architecture: 'all',
      depends: ['nodejs (>= 20.19)', ...helpers],
      about: " This package runs on Debian's Node.js.",
      notices: 'dist/THIRD-PARTY-NOTICES.txt',
      overrides: null,
      put: async (root) => {
        const text = await readFile('dist/rollcall.js', 'latin1')
        const program = text.replace('#!/usr/bin/env node', '#!/usr/bin/node')
        await write(join(root, 'usr/share/rollcall/rollcall.js'), Buffer.from(program, 'latin1'), 0o755)
        await symlink('../share/rollcall/rollcall.js', join(root, 'usr/bin/rollcall'))
      },
    }),
  )
  return built
}

async function buildDeb(folder, level, { name, other, architecture, depends, about, notices, overrides, put }) {
  const root = await mkdtemp(join(tmpdir(), 'rollcall-deb-'))
  try {
    await chmod(root, 0o755)
    for (const below of ['usr/bin', 'DEBIAN']) await mkdir(join(root, below), { recursive: true })
    await put(root)
    for (const { path, content } of await packageFiles()) {
      if (path.includes('/man/')) await write(join(root, `${path}.gz`), zipped(content))
      else await write(join(root, path), content)
    }
    const documents = join(root, 'usr/share/doc', name)
    await write(join(documents, 'changelog.gz'), zipped(await changes(name)))
    await write(join(documents, 'copyright'), await copyright())
    await write(join(documents, 'NOTICES.gz'), zipped(await readFile(notices, 'utf8')))
    await write(join(documents, 'README.Debian'), await readFile('packaging/debian/README.Debian', 'utf8'))
    if (overrides !== null) await write(join(root, 'usr/share/lintian/overrides', name), overrides)
    const files = await filesBelow(root)
    const sizes = await Promise.all(files.map(async (path) => (await stat(join(root, path))).size))
    const control = [
      `Package: ${name}`,
      `Version: ${version}`,
      `Architecture: ${architecture}`,
      `Maintainer: ${maintainer}`,
      `Installed-Size: ${sizes.reduce((sum, size) => sum + Math.ceil(size / 1024), 0)}`,
      `Depends: ${depends.join(', ')}`,
      `Conflicts: ${other}`,
      `Replaces: ${other}`,
      ...(name === 'rollcall-node' ? ['Provides: rollcall'] : []),
      'Section: mail',
      'Priority: optional',
      `Description: ${description}`,
      about,
    ]
    await write(join(root, 'DEBIAN/control'), `${control.join('\n')}\n`)
    await write(join(root, 'DEBIAN/md5sums'), (await Promise.all(files.map((path) => md5Line(root, path)))).join(''))
    for (const script of ['postinst', 'prerm', 'postrm']) {
      await write(join(root, 'DEBIAN', script), await readFile(join('packaging/debian', script)), 0o755)
    }
    // Folders as everybody's umask would not make them.
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) await chmod(join(entry.parentPath, entry.name), 0o755)
    }
    const place = join(folder, `${name}_${version}_${architecture}.deb`)
    execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', `-z${level}`, '--build', root, place], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, SOURCE_DATE_EPOCH: String(sourceDate()) },
    })
    return place
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function write(path, content, mode = 0o644) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  await chmod(path, mode)
}

/** Node's zlib compresses differently from processor to processor. */
const zipped = (text) => execFileSync('gzip', ['-9n'], { input: text, maxBuffer: 1 << 28 })

async function filesBelow(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/DEBIAN'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .sort()
}

async function md5Line(root, path) {
  const digest = createHash('md5').update(await readFile(join(root, path)))
  return `${digest.digest('hex')}  ${path}\n`
}

/** The last section of CHANGELOG.md in Debian's form. */
async function changes(name) {
  const text = await readFile('CHANGELOG.md', 'utf8')
  const section = text.split(/^## .*\n/m)[1] ?? ''
  const items = section.split(/^- /m).slice(1)
  const lines = items.map((item) => wrapped(item.trim().split(/\s+/)))
  const date = new Date(sourceDate() * 1000).toUTCString().replace('GMT', '+0000')
  return `${name} (${version}) stable; urgency=medium\n\n${lines.join('\n')}\n\n -- ${maintainer}  ${date}\n`
}

/** One item, in lines of at most 79 letters. */
function wrapped(words) {
  const lines = ['  *']
  for (const word of words) {
    const last = lines.at(-1)
    if (last.length + 1 + word.length <= 79) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`    ${word}`)
  }
  return lines.join('\n')
}

async function copyright() {
  return `Rollcall contains software of others under the licences MIT, ISC, BSD and Apache-2.0. Their texts are in NOTICES.gz
in this folder; on Debian systems the Apache License 2.0 is also in /usr/share/common-licenses/Apache-2.0.

Rollcall itself:

${await readFile('LICENSE', 'utf8')}`
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const here = Object.keys(architectures).filter((name) => architectures[name] === process.arch)
  const wanted = process.argv.slice(2)
  for (const path of await buildDebs(wanted.length === 0 ? here : wanted, resolve('build'))) {
    const { size } = await stat(path)
    process.stdout.write(`${path.slice(resolve('.').length + 1)}  ${(size / 1e6).toFixed(1)} MB\n`)
  }
}
