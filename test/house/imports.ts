import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = new URL('../..', import.meta.url).pathname

/** One file that names another, both from the root of the project. `typeOnly`: nothing of it is left in the program. */
export type Import = { from: string; to: string; typeOnly: boolean }

/** The files of source/, each with its text. */
export function readSources(): Map<string, string> {
  const files = readdirSync(join(root, 'source'), { recursive: true, withFileTypes: true })
  const code = files.filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
  return new Map(
    code
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [relative(root, path), readFileSync(path, 'utf8')]),
  )
}

/** What each file imports of the others. Packages and Node's own modules are left out. */
export function importsOf(sources: ReadonlyMap<string, string>): Import[] {
  return [...sources].flatMap(([from, text]) =>
    [...text.matchAll(/^(?:import|export)\b(\s+type\b)?[^'"]*?\bfrom\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'/gm)].map(
      ([, type, fixed, later]) => ({
        from,
        to: join(dirname(from), fixed ?? later ?? ''),
        typeOnly: type !== undefined,
      }),
    ),
  )
}

/**
 * The rooms of the house from the ground up. A file imports from its own room and from those below, and the rest is said
 * in `only`.
 */
const rooms = [
  'text',
  'environment',
  'sync',
  'store',
  'settings',
  'google',
  'notify',
  'operations',
  'views',
  'lookups',
  'web',
  'tui',
  'commands',
  'cli.ts',
] as const

/** What a room takes of another one, where that is not everything. */
const only: Readonly<Record<string, (taken: Import) => boolean>> = {
  // The rules are pure: of the helpers on text they know the form of a problem and of numbers alone.
  'sync -> text': ({ to }) => /^source\/text\/(problem|problem-catalogue|numbers)\.ts$/.test(to),
  'sync -> environment': () => false,
  // What is read and kept is shown, not asked for: a view is given its data.
  'views -> operations': ({ typeOnly }) => typeOnly,
  // What became of archives is worked out from the outcome alone.
  'views -> store': ({ typeOnly, to }) => typeOnly || to === 'source/store/archives/archive-report.ts',
  'views -> google': () => false,
  // A client of Google is given its key.
  'google -> settings': ({ typeOnly }) => typeOnly,
  'google -> store': () => false,
  // Three ways in that do not know of each other.
  'web -> lookups': () => false,
  'tui -> lookups': () => false,
  'tui -> web': () => false,
}

const room = (path: string): string => path.split('/')[1] ?? ''

/** The imports that point upwards, or where nothing may be taken, as `from -> to`. */
export function againstTheDirection(imports: readonly Import[]): string[] {
  return imports.filter((taken) => !isAllowed(taken)).map(({ from, to }) => `${from} -> ${to}`)
}

function isAllowed(taken: Import): boolean {
  const [from, to] = [room(taken.from), room(taken.to)]
  // The version of the program is a fact that belongs to nobody.
  if (from === to || to === 'version.ts') return true
  // Data beside the program: the demo's organization, Google's description of its interface.
  if (taken.to.startsWith('fixtures/') || taken.to === 'package.json') return true
  // A Google Workspace on loopback is a program of its own, which commands start.
  if (from === 'simulator') return false
  if (to === 'simulator') return from === 'commands'
  const [upper, lower] = [rooms.indexOf(from as (typeof rooms)[number]), rooms.indexOf(to as (typeof rooms)[number])]
  if (upper === -1 || lower === -1 || lower > upper) return false
  return only[`${from} -> ${to}`]?.(taken) ?? true
}

/** Files that import each other in a circle, each circle once, as the way round it. What is taken as a type does not count. */
export function circles(imports: readonly Import[]): string[] {
  const next = grouped(
    imports.filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, way: readonly string[]): void => {
    const begin = way.indexOf(path)
    if (begin !== -1) found.push([...way.slice(begin), path].join(' -> '))
    if (begin !== -1 || done.has(path)) return
    for (const { to } of next.get(path) ?? []) visit(to, [...way, path])
    done.add(path)
  }
  for (const path of next.keys()) visit(path, [])
  return found
}

/** Files that hand on what another one exports. */
export function reExports(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].filter(([, text]) => /^export\b[^'"=(]*\bfrom\s+'/m.test(text)).map(([path]) => path)
}

/** The folders with more than so many files. */
export function fullFolders(sources: ReadonlyMap<string, string>, most: number): string[] {
  const folders = grouped([...sources.keys()], (path) => dirname(path))
  return [...folders].filter(([, files]) => files.length > most).map(([folder, files]) => `${folder}: ${files.length}`)
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
