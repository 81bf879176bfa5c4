// `npm run build:executable [-- x64 arm64]`: one file with Node inside, for Linux, which needs no Node on the machine. Its
// parts lie in it as an asset: with `__filename` the loader would read all of Node. Node's own code cache is off: it would keep
// the loader alone and make each build other bytes.
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import postject from 'postject'
import { bundleParts, entry } from './bundle.js'
import { nodeRelease, nodes, shippedNode } from './nodes.js'
import { packForExecutable } from './pack.js'
import { stripElf } from './strip-elf.js'
import { thirdPartyNotices } from './third-party-notices.js'

/** What every Node holds once, and what is set in it when it has a program inside (node's `test/fixtures/postject`). */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/** The processors that executables are built for, as Node names them. */
const architectures = ['x64', 'arm64']

/**
 * Builds `rollcall-linux-ARCHITECTURE` for each of these, and the notices of everything in them.
 *
 * @param {string[]} wanted of `x64` and `arm64`
 * @param {string} folder where they go; it is made when it is not there
 * @returns {Promise<string[]>} the paths of the executables
 */
export async function buildExecutables(wanted, folder) {
  for (const architecture of wanted) {
    if (!architectures.includes(architecture)) throw new Error(`There is no Node for ${architecture}: x64 or arm64`)
  }
  const work = await mkdtemp(join(tmpdir(), 'rollcall-executable-'))
  try {
    const { parts, metafile } = await bundleParts()
    const blob = await makeBlob(work, packForExecutable(parts, entry))
    await mkdir(folder, { recursive: true })
    const notices = await thirdPartyNotices(Object.keys(metafile.inputs))
    const built = []
    for (const architecture of wanted) {
      const node = shippedNode(architecture)
      const path = join(work, `rollcall-linux-${architecture}`)
      await writeFile(path, stripElf(await readFile(join(node, 'bin/node'))))
      await quietly(() => postject.inject(path, 'NODE_SEA_BLOB', blob, { sentinelFuse: fuse }))
      await chmod(path, 0o755)
      // Renamed, so that one that is running just now goes on with its own bytes.
      const place = join(folder, `rollcall-linux-${architecture}`)
      await moved(path, place)
      built.push(place)
      const licence = await readFile(join(node, 'LICENSE'), 'utf8')
      await writeFile(`${place}.NOTICES.txt`, `${notices}\n${'-'.repeat(78)}\n\nNode.js\n\n${licence}`)
    }
    return built
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** What Node finds inside of itself: the loader, and the parts as an asset. The same for each architecture. */
async function makeBlob(work, { main, parts }) {
  await writeFile(join(work, 'main.js'), main)
  await writeFile(join(work, 'parts'), parts)
  const config = {
    main: 'main.js',
    output: 'blob',
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: false,
    // Options are the program's own: neither NODE_OPTIONS nor a flag of Node changes it.
    execArgvExtension: 'none',
    // Threads start with the loader, too.
    assets: { parts: 'parts', loader: 'main.js' },
  }
  await writeFile(join(work, 'config.json'), JSON.stringify(config))
  // From inside the folder: the path of the main file becomes part of the result.
  const node = nodeRelease(nodes[24])
  execFileSync(node, ['--experimental-sea-config', 'config.json'], {
    cwd: work,
    stdio: 'pipe',
  })
  return readFile(join(work, 'blob'))
}

/** The library behind postject tells of notes without a name; Node's have none. */
async function quietly(work) {
  const { warn, log } = console
  console.warn = console.log = () => undefined
  try {
    await work()
  } finally {
    Object.assign(console, { warn, log })
  }
}

async function moved(from, to) {
  const beside = `${to}.part`
  await writeFile(beside, await readFile(from), { mode: 0o755 })
  await chmod(beside, 0o755)
  await rename(beside, to)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const wanted = process.argv.slice(2)
  const built = await buildExecutables(wanted.length === 0 ? [process.arch] : wanted, resolve('build'))
  for (const path of built) {
    const { length } = await readFile(path)
    process.stdout.write(`${path.slice(resolve('.').length + 1)}  ${(length / 1e6).toFixed(1)} MB\n`)
  }
}
