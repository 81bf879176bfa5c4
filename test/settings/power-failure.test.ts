import fs from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { homeAt } from '../../source/store/home.ts'
import { type DiskState, durableDisk, layOut } from '../store/support/durable-disk.ts'
import { temporaryHome } from '../store/support/homes.ts'

const calls = [
  ...(['openSync', 'closeSync', 'writeSync', 'fsyncSync', 'renameSync', 'unlinkSync', 'mkdirSync'] as const),
  ...(['chmodSync', 'fchmodSync', 'linkSync', 'ftruncateSync', 'writeFileSync'] as const),
]

type Call = (...parameters: unknown[]) => unknown

/**
 * Records everything that is written, also by a library that takes its system calls from Node. Libraries look once for
 * what they call, so this must come before they are loaded.
 */
function recordNode() {
  let recorded: ReadonlyMap<string, Call> | null = null
  let isInside = false
  const table = fs as unknown as Record<string, Call>
  const real = new Map(calls.map((name) => [name, table[name] as Call]))
  for (const [name, original] of real) {
    table[name] = (...parameters) => {
      const call = isInside ? undefined : recorded?.get(name)
      if (call === undefined) return original(...parameters)
      isInside = true
      try {
        return call(...parameters)
      } finally {
        isInside = false
      }
    }
  }
  return async function record(folder: string, onStates: (states: DiskState[]) => void, work: () => Promise<unknown>) {
    const { files, statesNow } = durableDisk(folder, onStates)
    for (const [name, original] of real) table[name] = original
    const wrapped = new Map(calls.map((name) => [name, Reflect.get(files, name) as Call]))
    recorded = wrapped
    for (const name of real.keys()) table[name] = patched.get(name) as Call
    try {
      await work()
    } finally {
      recorded = null
    }
    return statesNow()
  }
}

const record = recordNode()
const patched = new Map(calls.map((name) => [name, (fs as unknown as Record<string, Call>)[name] as Call]))

async function everyState(t: ExecutionContext, administrators: string[], environment: Record<string, string> = {}) {
  const { readSettings, writeSettings } = await import('../../source/settings/settings.ts')
  const home = temporaryHome(t)
  const states = new Map<string, string>()
  const known = new Set<string | null>([null])
  Object.assign(process.env, environment)
  t.teardown(() => {
    for (const name of Object.keys(environment)) delete process.env[name]
  })
  for (const administrator of administrators) {
    if (known.size > 1) known.delete(null)
    known.add(administrator)
    const allowed = JSON.stringify([...known].slice(-2))
    const ended = await record(
      home.folder,
      (some) => {
        for (const state of some) states.set(JSON.stringify(state), allowed)
      },
      () => writeSettings(home, { administrator }),
    )
    for (const state of ended) states.set(JSON.stringify(state), JSON.stringify([administrator]))
  }
  t.true(states.size > 5, `only ${states.size} states`)
  const { folder } = temporaryHome(t)
  for (const [text, allowed] of states) {
    const left = homeAt(join(folder, 'left'))
    layOut(JSON.parse(text) as DiskState, left.folder)
    const { administrator } = await readSettings(left)
    t.true((JSON.parse(allowed) as unknown[]).includes(administrator), `${administrator}: ${text}`)
    t.is((await writeSettings(left, { administrator: 'next@example.com' })).administrator, 'next@example.com')
    t.is((await readSettings(left)).administrator, 'next@example.com')
    fs.rmSync(left.folder, { recursive: true })
  }
  t.log(`${states.size} states`)
}

test.serial(
  'whatever a power failure leaves of the first settings and of later ones, they are the old or the new ones',
  (t) => everyState(t, ['one@example.com', 'two@example.com']),
)

test.serial('the settings are replaced, not written over, also in a terminal that came as a snap', (t) =>
  everyState(t, ['one@example.com', 'two@example.com'], { SNAP: '/snap/code/1' }),
)
