import { openTerminal, type Terminal } from '../end-to-end/terminal.ts'
import { program } from '../support/run-process.ts'
import { type Figure, figure } from './figure.ts'

const keys = 60

/** The bytes that each of so many Down keys costs, once the screen has settled after it. */
async function bytesPerKey(terminal: Terminal): Promise<number[]> {
  const values: number[] = []
  for (let key = 0; key < keys; key += 1) {
    const before = terminal.bytes()
    terminal.press('down')
    await terminal.settled()
    values.push(terminal.bytes() - before)
  }
  return values
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** What the interface sends over a slow line, in the demo. */
export async function screenFigures(): Promise<Figure[]> {
  const terminal = openTerminal(process.execPath, [program, '--demo'])
  for (const step of ['Step 1 of', 'Step 2 of', 'Step 3 of']) {
    await terminal.waitFor(step)
    terminal.press('enter')
  }
  await terminal.waitFor('All checks passed')
  terminal.press('enter')
  await terminal.waitFor('archive@example.com')
  const list = mean(await bytesPerKey(terminal))
  for (const step of ['Step 5 of', 'Step 6 of', 'Step 7 of', 'Step 8 of']) {
    await terminal.waitFor(step)
    terminal.press('enter')
  }
  await terminal.waitFor('carol.king')
  const table = mean(await bytesPerKey(terminal))
  terminal.press('ctrlC')
  await terminal.ended
  return [
    figure({
      name: 'a Down key in a list, mean of 60',
      floor: '`less` sends about 60',
      target: 160,
      unit: 'bytes',
      values: [list],
    }),
    figure({
      name: 'a Down key in the plan table, mean of 60, with scrolling',
      floor: '`less` sends about 60',
      target: 250,
      unit: 'bytes',
      values: [table],
    }),
  ]
}
