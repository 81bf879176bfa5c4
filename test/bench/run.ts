import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.ts'
import { googleFigures } from './google.ts'
import { largeTableFigures } from './large-table.ts'
import { lookupFigures } from './lookups.ts'
import { loadedModules } from './modules.ts'
import { postgresqlFigures } from './postgresql.ts'
import { scaleFigures } from './scale.ts'
import { screenFigures } from './screen.ts'
import { serveFigures } from './serve.ts'
import { startFigures } from './start.ts'
import { storeFigures } from './store.ts'

// `npm run bench`: ratios from one run, each with its floor; written to bench/latest.json and into the table of docs/development.md.
// With names of parts (`npm run bench -- google store`) only these are measured, and nothing is written. With `--modules` it
// says what each way into the program loads.
const parts: Record<string, (folder: string) => Promise<Figure[]>> = {
  start: startFigures,
  screen: screenFigures,
  table: largeTableFigures,
  store: storeFigures,
  google: googleFigures,
  serve: serveFigures,
  lookups: lookupFigures,
  postgresql: postgresqlFigures,
  scale: scaleFigures,
}

const names = process.argv.slice(2)
if (names.includes('--modules')) await printModules()
else if (names.length === 0) await write(await measure(Object.keys(parts)))
else await measure(names)

async function measure(chosen: readonly string[]): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'))
  const figures: Figure[] = []
  for (const name of chosen) {
    const part = parts[name]
    if (part === undefined) throw new Error(`There is no part ${name}; there are ${Object.keys(parts).join(', ')}.`)
    for (const one of await part(join(folder, name))) {
      figures.push(one)
      process.stdout.write(`${row(one)}\n`)
    }
  }
  await rm(folder, { recursive: true, force: true })
  return figures
}

async function write(figures: readonly Figure[]): Promise<void> {
  await mkdir('bench', { recursive: true })
  const machine = { node: process.versions.node, processors: cpus().length }
  await writeFile('bench/latest.json', `${JSON.stringify({ machine, figures }, null, 2)}\n`)
  await writeTable(figures)
}

function row({ name, floor, median, target, atLeast, unit }: Figure): string {
  const shown = unit === '×' ? median.toFixed(2) : String(Math.round(median))
  return `| ${name} | ${shown} ${unit} | ${atLeast ? 'at least' : 'at most'} ${target} | ${floor} |`
}

async function writeTable(figures: readonly Figure[]): Promise<void> {
  const page = await readFile('docs/development.md', 'utf8')
  const table = ['| what | median | wanted | against |', '| --- | --- | --- | --- |', ...figures.map(row)].join('\n')
  await writeFile('docs/development.md', page.replace(/(<!-- bench -->\n)[\s\S]*?(\n<!-- \/bench -->)/, `$1${table}$2`))
}

async function printModules(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-modules-'))
  for (const line of await loadedModules(folder)) process.stdout.write(`${line}\n`)
  const { size } = await stat('dist/rollcall.js')
  process.stdout.write(`dist/rollcall.js: ${Math.round(size / 1024)} KiB\n`)
  await rm(folder, { recursive: true, force: true })
}
