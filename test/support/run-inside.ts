import { readFileSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { runInThisContext } from 'node:vm'
import { cleanEnvironment, program, type Run } from './run-process.ts'

/** What `process` is given while the program runs in it. */
type Surroundings = { args: readonly string[]; input: string; environment: NodeJS.ProcessEnv; umask: number | null }

/** The umask has an effect on whatever else the process writes meanwhile: only tests that run alone may give one. */
export type InsideOptions = { input?: string; environment?: NodeJS.ProcessEnv; umask?: number }

let before: Promise<unknown> = Promise.resolve()

/**
 * Runs the built program inside of this process, which costs a tenth of a process of its own. It is the same file; what
 * starts it begins anew in each run, and the parts that are loaded stay, as they do in a program that goes on. Runs wait for each other: streams, arguments, environment and exit code belong
 * to the process. What is about the process itself (signals, closed streams, umask, Node's own flags) needs `runProcess`.
 */
export function runInside(
  args: readonly string[],
  { input = '', environment = {}, umask }: InsideOptions = {},
): Promise<Run> {
  const run = before.then(() =>
    runNow({ args, input, environment: { ...cleanEnvironment(), ...environment }, umask: umask ?? null }),
  )
  before = run.catch(() => undefined)
  return run
}

async function runNow(surroundings: Surroundings): Promise<Run> {
  const output = { stdout: '', stderr: '' }
  const collect = (name: keyof typeof output) =>
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        output[name] += chunk.toString()
        done()
      },
    })
  const undo: (() => void)[] = []
  try {
    undo.push(...listenersOfThisRun(), exchangeEnvironment(surroundings.environment))
    for (const [name, value] of Object.entries({
      stdout: collect('stdout'),
      stderr: collect('stderr'),
      stdin: Readable.from(surroundings.input === '' ? [] : [Buffer.from(surroundings.input)]),
      argv: [process.argv[0], program, ...surroundings.args],
    })) {
      undo.push(exchange(name, value))
    }
    undo.push(exchangeConsole())
    const [mask, exitCode] = [process.umask(), process.exitCode]
    undo.push(() => {
      process.umask(mask)
      process.exitCode = exitCode
    })
    process.exitCode = undefined
    if (surroundings.umask !== null) process.umask(surroundings.umask)
    const code = await new Promise<number>((resolve) => {
      undo.push(exchange('exit', (given?: number) => resolve(given ?? Number(process.exitCode ?? 0))))
      runInThisContext(loader(), { filename: program })
    })
    return { code, signal: null, ...output }
  } finally {
    for (const back of undo.reverse()) back()
  }
}

let loaderText: string | undefined

/**
 * The program without its parts, which it reads from the file itself. It finds those that an earlier run loaded: two
 * thirds of a run were spent on loading them again.
 */
function loader(): string {
  if (loaderText === undefined) {
    const text = readFileSync(program, 'latin1')
    loaderText = withKnownParts(text.slice(text.indexOf('\n'), text.indexOf('\n/*!parts')))
  }
  return loaderText
}

const ownParts = 'const loaded = new Map();'
const startingPart = /\nload\("\.\/([^"]+)"\);/

function withKnownParts(text: string): string {
  if (!text.includes(ownParts) || !startingPart.test(text)) throw new Error('The loader has another form by now')
  return text
    .replace(ownParts, 'const loaded = globalThis.partsOfRollcall ??= new Map();')
    .replace(startingPart, '\nloaded.delete("$1");$&')
}

/** Puts something in the place of a property of `process`, and returns what takes it back. */
function exchange(name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(process, name)
  Object.defineProperty(process, name, { configurable: true, enumerable: true, writable: true, value })
  return () => {
    if (own !== undefined) Object.defineProperty(process, name, own)
  }
}

/** Node's console goes on writing to the streams that it wrote to first, whatever `process` says. */
function exchangeConsole(): () => void {
  const streams = console as unknown as { _stdout: unknown; _stderr: unknown }
  const own = { _stdout: streams._stdout, _stderr: streams._stderr }
  Object.assign(streams, { _stdout: process.stdout, _stderr: process.stderr })
  return () => Object.assign(streams, own)
}

/** The variables themselves are changed, because Node reads some of them past `process.env`. */
function exchangeEnvironment(wanted: NodeJS.ProcessEnv): () => void {
  const own = { ...process.env }
  const make = (now: NodeJS.ProcessEnv): void => {
    for (const name of Object.keys(process.env)) if (now[name] === undefined) delete process.env[name]
    for (const [name, value] of Object.entries(now)) if (value !== undefined) process.env[name] = value
  }
  make(wanted)
  return () => make(own)
}

/** The program listens for what ends a process, and would go on doing so. */
function listenersOfThisRun(): (() => void)[] {
  return (
    ['uncaughtException', 'unhandledRejection', 'exit', 'beforeExit', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const
  ).map((event) => {
    const own = new Set(process.listeners(event as 'exit'))
    return () => {
      for (const listener of process.listeners(event as 'exit')) {
        if (!own.has(listener)) process.off(event, listener)
      }
    }
  })
}
