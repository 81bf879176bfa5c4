import fs from 'node:fs'
import { join } from 'node:path'
import { disk, type FileOperations } from '../../../source/store/disk/file-operations.ts'
import { Crash } from './failing-disk.ts'

/** What is in a folder: the names and the number of the file or folder behind each. */
type Names = ReadonlyMap<string, number>

type Node = { kind: 'folder'; names: Names } | { kind: 'file'; bytes: Buffer }

/** A disk by inode number, with the number of its root. */
type Tree = { root: number; nodes: Map<number, Node> }

/** What a power failure can leave: a tree as text, so that equal ones are tried once. */
export type DiskState = { [name: string]: DiskState | string }

/**
 * A disk that knows what a power failure can take: the content of a file until the file is synced, and a name in a folder
 * until the folder is synced. Nothing else is promised: names may reach the disk in any order, and the content of a file
 * not, half or whole. A rename within one disk is one step.
 *
 * @param folder on a file system that gives no inode number twice
 * @param onStates is given every state that a power failure before the next system call can leave
 * @param watched whether the states of this moment are wanted
 */
export function durableDisk(
  folder: string,
  onStates: (states: DiskState[], call: string) => void,
  watched = () => true,
) {
  const durable = scan(folder)
  let number = 0
  const renames: { call: number; to: string }[] = []
  let changed = false
  let lastCall = Number.POSITIVE_INFINITY
  const files: FileOperations = new Proxy(disk, {
    get(target, name, receiver) {
      const original: unknown = Reflect.get(target, name, receiver)
      if (typeof original !== 'function') return original
      return (...parameters: unknown[]) => {
        number += 1
        if (number >= lastCall) throw new Crash()
        if (changed && watched()) onStates(possibleStates(scan(folder), durable), `${number} ${String(name)}`)
        changed = changingCalls.has(String(name))
        if (name === 'renameSync') renames.push({ call: number, to: String(parameters[1]) })
        const result: unknown = original(...parameters)
        if (name === 'fsyncSync') keep(scan(folder), durable, fs.fstatSync(Number(parameters[0])).ino)
        return result
      }
    },
  })
  return {
    files,
    /** The renames so far, by the number of their call. */
    renames,
    /** The states after everything. */
    statesNow: () => possibleStates(scan(folder), durable),
    /** Ends the process before the call of this number; null: never. */
    crashAt: (call: number | null) => {
      lastCall = call ?? Number.POSITIVE_INFINITY
    },
  }
}

const changingCalls = new Set(
  ['open', 'write', 'fsync', 'ftruncate', 'rename', 'link', 'unlink', 'copyFile', 'mkdir', 'rmdir'].map(
    (call) => `${call}Sync`,
  ),
)

function scan(folder: string): Tree {
  const nodes = new Map<number, Node>()
  const visit = (path: string): number => {
    const { ino, ...facts } = fs.lstatSync(path)
    if (nodes.has(ino)) return ino
    if (fs.lstatSync(path).isDirectory()) {
      nodes.set(ino, {
        kind: 'folder',
        names: new Map(fs.readdirSync(path).map((name) => [name, visit(join(path, name))])),
      })
    } else nodes.set(ino, { kind: 'file', bytes: facts.size === 0 ? Buffer.alloc(0) : fs.readFileSync(path) })
    return ino
  }
  return { root: visit(folder), nodes }
}

function keep(now: Tree, durable: Tree, ino: number): void {
  const node = now.nodes.get(ino)
  if (node !== undefined) durable.nodes.set(ino, node)
}

/** One name that the disk has or has not yet taken, or a rename, which is two. */
type Step = { folder: number; name: string; to: number | null }[]

function possibleStates(now: Tree, durable: Tree): DiskState[] {
  const isOpen = ([ino, node]: [number, Node]) => {
    const before = durable.nodes.get(ino)
    return node.kind === 'file' && !(before?.kind === 'file' && before.bytes.equals(node.bytes))
  }
  const contents = [...now.nodes].some(isOpen) ? (['whole', 'none', 'half'] as const) : (['whole'] as const)
  return choices(openSteps(now, durable)).flatMap((chosen) =>
    contents.map((content) => materialize(now, durable, chosen, content)),
  )
}

function openSteps(now: Tree, durable: Tree): Step[] {
  const changes: Step[number][] = []
  for (const [ino, node] of now.nodes) {
    if (node.kind !== 'folder') continue
    const before = namesOf(durable, ino)
    for (const name of new Set([...before.keys(), ...node.names.keys()])) {
      const to = node.names.get(name) ?? null
      if ((before.get(name) ?? null) !== to) changes.push({ folder: ino, name, to })
    }
  }
  const steps: Step[] = []
  for (const change of changes) {
    if (change.to !== null) {
      const from = changes.filter(
        ({ folder, name, to }) => to !== change.to && namesOf(durable, folder).get(name) === change.to,
      )
      steps.push([change, ...from])
    } else if (!changes.some(({ to }) => to === namesOf(durable, change.folder).get(change.name))) steps.push([change])
  }
  return steps
}

const namesOf = (tree: Tree, ino: number): Names => {
  const node = tree.nodes.get(ino)
  return node?.kind === 'folder' ? node.names : new Map()
}

/** All choices where they are few; else none, all, each alone, all but each, and each beginning. */
function choices(steps: Step[]): Step[][] {
  if (steps.length <= 4) {
    return Array.from({ length: 2 ** steps.length }, (_, bits) => steps.filter((_step, index) => (bits >> index) & 1))
  }
  const beginnings = steps.map((_, index) => steps.slice(0, index))
  const alone = steps.map((step) => [step])
  const allButOne = steps.map((_, index) => steps.filter((_step, other) => other !== index))
  return [steps, ...beginnings, ...alone, ...allButOne]
}

function materialize(now: Tree, durable: Tree, chosen: Step[], content: 'whole' | 'none' | 'half'): DiskState {
  const taken = new Map<string, number | null>()
  for (const { folder, name, to } of chosen.flat()) taken.set(`${folder}/${name}`, to)
  const build = (ino: number): DiskState | string => {
    const node = now.nodes.get(ino) ?? durable.nodes.get(ino)
    if (node?.kind === 'file') return contentOf(node.bytes, durable.nodes.get(ino), content).toString('latin1')
    const names = new Map<string, number | null>(namesOf(durable, ino))
    for (const [key, to] of taken) {
      const [folder = '', name = ''] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
      if (folder === String(ino)) names.set(name, to)
    }
    return Object.fromEntries([...names].flatMap(([name, to]) => (to === null ? [] : [[name, build(to)]])))
  }
  const state = build(now.root)
  if (typeof state === 'string') throw new Error('the root is a folder')
  return state
}

function contentOf(now: Buffer, durable: Node | undefined, content: 'whole' | 'none' | 'half'): Buffer {
  const before = durable?.kind === 'file' ? durable.bytes : Buffer.alloc(0)
  if (content === 'whole' || before.equals(now)) return now
  return content === 'none' ? before : now.subarray(0, Math.max(before.length, Math.floor(now.length / 2)))
}

/** Lays a state out in a folder. */
export function layOut(state: DiskState, folder: string): void {
  fs.mkdirSync(folder, { mode: 0o700 })
  for (const [name, content] of Object.entries(state)) {
    const path = join(folder, name)
    if (typeof content === 'string') fs.writeFileSync(path, Buffer.from(content, 'latin1'), { mode: 0o600 })
    else layOut(content, path)
  }
}
