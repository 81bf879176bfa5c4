import test from 'ava'
import { workplace } from '../support/workplace.ts'
import { smallStore, wideOrganization } from './every-screen.ts'
import { at, openProgram } from './open-program.ts'
import type { Terminal } from './terminal.ts'

const reports = '\u001b[?1000h'

/** Clicks on the first line with these words, as a terminal tells it. */
function clickOn(terminal: Terminal, words: string): void {
  const row = terminal.lines().findIndex((line) => line.includes(words))
  terminal.type(`\u001b[<0;12;${row + 1}M\u001b[<0;12;${row + 1}m`)
}

test('a click moves the cursor and a second one opens, the wheel moves it too, and the terminal is left as it was', async (t) => {
  const place = await workplace(t, { organization: wideOrganization, store: smallStore })
  const terminal = openProgram(t, at(place))
  await terminal.waitFor('› Synchronize now')
  t.true(terminal.written().includes(reports))
  clickOn(terminal, 'Test settings')
  await terminal.waitFor('› Test settings')
  clickOn(terminal, 'Test settings')
  await terminal.waitFor('row 1 of 4')
  clickOn(terminal, 'taro@')
  await terminal.waitFor(/›\+ taro@/)
  terminal.type('\u001b[<64;12;8M')
  await terminal.waitFor('row 1 of 4')
  terminal.type('\u001b[<65;12;8M')
  await terminal.waitFor('row 4 of 4')
  terminal.press('escape')
  await terminal.waitFor('› Test settings')
  terminal.type('65')
  await terminal.waitFor('Staff')
  clickOn(terminal, 'Staff')
  await terminal.waitFor('1 chosen')
  terminal.press('ctrlC')
  t.is((await terminal.ended).code, 130)
  t.true(terminal.written().lastIndexOf('\u001b[?1000l') > terminal.written().lastIndexOf(reports))
})

test('inside tmux and where it is not wanted the mouse stays with the terminal, unless it is asked for', async (t) => {
  const place = await workplace(t, { organization: wideOrganization, store: smallStore })
  const uses = async (flags: readonly string[], environment: Record<string, string>): Promise<boolean> => {
    const terminal = openProgram(t, [...at(place), ...flags], { environment })
    await terminal.waitFor('Synchronize now')
    return terminal.written().includes(reports)
  }
  t.false(await uses([], { TMUX: '/tmp/tmux-0/default,1,0' }))
  t.true(await uses(['--mouse'], { TMUX: '/tmp/tmux-0/default,1,0' }))
  t.false(await uses(['--no-mouse'], {}))
  t.false(await uses([], { TERM: 'linux' }))
})
