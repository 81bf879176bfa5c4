import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openTerminal } from '../end-to-end/terminal.ts'
import { program } from '../support/run-process.ts'

/** What esbuild tells of the parts of the built file: the modules of each, with their bytes. */
type Bundle = { outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }

/** The folder into which Node writes the names of the scripts it has run. */
type Traced = { folder: string; environment: NodeJS.ProcessEnv }

const runOf =
  (...args: string[]) =>
  ({ environment }: Traced): void => {
    spawnSync(process.execPath, [program, ...args], { stdio: 'ignore', env: { ...process.env, ...environment } })
  }

async function interfaceUpTo(text: string, { folder, environment }: Traced): Promise<void> {
  const terminal = openTerminal(process.execPath, [program, '--home', join(folder, 'home')], { environment })
  await terminal.waitFor(text)
  terminal.press('ctrlC')
  await terminal.ended
}

const paths: Record<string, (traced: Traced) => void | Promise<void>> = {
  'rollcall --version': runOf('--version'),
  'rollcall --help': runOf('--help'),
  'rollcall who ADDRESS, nothing set up': (traced) =>
    runOf('who', 'a@example.com', '--home', join(traced.folder, 'home'))(traced),
  'rollcall, up to the first step of the setup': (traced) => interfaceUpTo('Start setup', traced),
}

/**
 * What each way into the program loads: how much of the built file is compiled, from which packages and folders, and how
 * many of Node's own modules are there.
 *
 * @param folder a fresh one
 * @returns lines of text
 */
export async function loadedModules(folder: string): Promise<string[]> {
  const bundle = JSON.parse(readFileSync('.cache/bundle.json', 'utf8')) as Bundle
  const lines: string[] = []
  for (const [name, run] of Object.entries(paths)) {
    const scripts = join(folder, 'scripts')
    await run({ folder, environment: { NODE_V8_COVERAGE: scripts } })
    const urls = readdirSync(scripts).flatMap((file) => urlsIn(join(scripts, file)))
    rmSync(scripts, { recursive: true })
    const parts = urls.filter((url) => url.startsWith('rollcall:')).map((url) => url.slice('rollcall:'.length))
    const origins = bytesByOrigin(bundle, parts)
    const total = [...origins.values()].reduce((sum, bytes) => sum + bytes, 0)
    const builtins = urls.filter((url) => url.startsWith('node:')).length
    lines.push(`${name}: ${kibibytes(total)} in ${parts.length} parts, ${builtins} modules of Node`)
    const largest = [...origins].sort(([, a], [, b]) => b - a).slice(0, 12)
    lines.push(...largest.map(([origin, bytes]) => `  ${kibibytes(bytes).padStart(9)}  ${origin}`))
  }
  return lines
}

function urlsIn(file: string): string[] {
  const { result } = JSON.parse(readFileSync(file, 'utf8')) as { result: { url: string }[] }
  return result.map(({ url }) => url)
}

function bytesByOrigin(bundle: Bundle, parts: readonly string[]): Map<string, number> {
  const origins = new Map<string, number>()
  for (const part of parts) {
    for (const [path, { bytesInOutput }] of Object.entries(bundle.outputs[`dist/${part}`]?.inputs ?? {})) {
      const origin = originOf(path)
      origins.set(origin, (origins.get(origin) ?? 0) + bytesInOutput)
    }
  }
  return origins
}

/** The package of a module, or its folder where it is ours. */
function originOf(path: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/')
}

const kibibytes = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`
