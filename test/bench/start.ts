import { spawnSync } from 'node:child_process'
import { openTerminal } from '../end-to-end/terminal.ts'
import { program } from '../support/run-process.ts'
import { type Figure, figure, ratios, timed } from './figure.ts'

const run = (...args: string[]): Promise<number> => timed(() => spawnSync(process.execPath, args, { stdio: 'ignore' }))

const nothing = (): Promise<number> => run('-e', '0')

/** Until the interface, with an empty home, shows this. */
async function shown(home: string, text: string): Promise<number> {
  const terminal = openTerminal(process.execPath, [program, '--home', home])
  const time = await timed(() => terminal.waitFor(text))
  terminal.press('ctrlC')
  await terminal.ended
  return time
}

/** The same for a terminal in which Node does nothing but write. */
async function bareFrame(): Promise<number> {
  const terminal = openTerminal(process.execPath, ['-e', "process.stdout.write('Rollcall')"])
  const time = await timed(() => terminal.waitFor('Rollcall'))
  await terminal.ended
  return time
}

/** How long the program takes to start. */
export async function startFigures(home: string): Promise<Figure[]> {
  return [
    figure({
      name: '`rollcall --version`',
      floor: '`node -e 0`, whole process',
      target: 1.3,
      unit: '×',
      values: await ratios(9, () => run(program, '--version'), nothing),
    }),
    figure({
      name: 'first frame of the interface',
      floor: 'Node writing one word, in the same terminal',
      target: 1.5,
      unit: '×',
      values: await ratios(7, () => shown(home, 'Rollcall'), bareFrame),
    }),
    figure({
      name: 'first step of the setup',
      floor: 'the same',
      target: 3,
      unit: '×',
      values: await ratios(7, () => shown(home, 'Start setup'), bareFrame),
    }),
  ]
}
