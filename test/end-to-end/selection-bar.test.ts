import test from 'ava'
import { workplace } from '../support/workplace.ts'
import { smallStore, wideOrganization } from './every-screen.ts'
import { at, openProgram } from './open-program.ts'
import type { Terminal } from './terminal.ts'

/** The looks of the cells of the row at the cursor, from the cursor to the border. */
function barOf(terminal: Terminal, look: 'ground' | 'inverse'): Set<number | boolean> {
  const row = terminal.lines().findIndex((line) => /^ [›*]/.test(line))
  return new Set(Array.from({ length: 78 }, (_, index) => terminal.cell(index + 1, row)[look]))
}

const otherRows = (terminal: Terminal, look: 'ground' | 'inverse'): unknown[] =>
  terminal.lines().flatMap((line, row) => (/^ [›*]/.test(line) ? [] : [terminal.cell(40, row)[look]]))

test('the row at the cursor is a bar from border to border, in every kind of list, and moves with it', async (t) => {
  const place = await workplace(t, { organization: wideOrganization, store: smallStore })
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  for (const [keys, shown] of [
    ['jjk', '› Test settings'],
    ['2', '›+ '],
    ['j', 'row 2 of'],
    ['\u001b', '› Test settings'],
    ['6', '› Google side'],
    ['6', '› Automatic'],
    ['j', '› Delete after'],
  ] as const) {
    terminal.type(keys)
    await terminal.waitFor(shown)
    await terminal.settled()
    t.deepEqual([...barOf(terminal, 'ground')], [6], terminal.screen())
    t.deepEqual([...new Set(otherRows(terminal, 'ground'))], [-1], terminal.screen())
  }
})

test('without colours the bar is inverse', async (t) => {
  const place = await workplace(t, { organization: wideOrganization, store: smallStore })
  const terminal = openProgram(t, at(place), { environment: { NO_COLOR: '1' } })
  await terminal.waitFor('› Synchronize now')
  terminal.type('j')
  await terminal.waitFor('› Test settings')
  await terminal.settled()
  t.deepEqual([...barOf(terminal, 'inverse')], [true])
  t.deepEqual([...new Set(otherRows(terminal, 'inverse'))], [false])
  t.deepEqual([...barOf(terminal, 'ground')], [-1])
})

test('moving the bar sends at most 160 bytes a key in a list, and 250 in the plan table', async (t) => {
  const place = await workplace(t, { organization: wideOrganization, store: smallStore })
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  const bytesOf = async (keys: readonly string[]): Promise<number> => {
    const before = terminal.bytes()
    for (const key of keys) {
      terminal.type(key)
      await terminal.settled()
    }
    return (terminal.bytes() - before) / keys.length
  }
  const down = await bytesOf([...'jjjjjjj'])
  t.true(down <= 160, String(down))
  terminal.type('2')
  await terminal.waitFor('row 1 of')
  const inPlan = await bytesOf([...'jjkkjj'])
  t.true(inPlan <= 250, String(inPlan))
  t.log(down, inPlan)
})
