import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workplace } from '../support/workplace.ts'
import { at, openProgram, waitForStep } from './open-program.ts'

const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [{ primaryEmail: 'admin@example.com', name: { fullName: 'Alex Administrator' } }],
}

for (const [columns, rows] of [
  [80, 24],
  [40, 10],
] as const) {
  test(`a fresh machine is told in one screen of ${columns}x${rows} what is needed, and is offered the demo`, async (t) => {
    const home = join(temporaryFolder(t), 'home')
    const terminal = openProgram(t, ['--home', home], { columns, rows })
    const screen = (await terminal.waitFor('› Start setup')).replace(/\s+/g, ' ')
    for (const part of ['mail archive', 'administrator', '10 minutes', 'Try the demo first']) {
      t.true(screen.includes(part), screen)
    }
    terminal.press('down', 'enter')
    // The demo has a home of its own, and its setup begins at once.
    await terminal.waitFor(/Step 1 of 9[\s\S]*/)
    t.true(terminal.screen().includes('SIMULATED'))
    terminal.press('ctrlC')
    t.is((await terminal.ended).code, 130)
    await t.throwsAsync(readFile(join(home, 'settings.json')), { code: 'ENOENT' })
  })
}

test('after the first commit each next step is one key away, and a later one goes home by Enter', async (t) => {
  const place = await workplace(t, { organization })
  const terminal = openProgram(t, [...at(place), 'setup'])
  await waitForStep(terminal, 1)
  for (let step = 1; step < 9; step += 1) {
    await waitForStep(terminal, step)
    terminal.press('enter')
  }
  await waitForStep(terminal, 9)
  terminal.type('s')
  await terminal.waitFor('Press Enter to synchronize')
  terminal.press('enter')
  await terminal.waitFor(/What next\?[\s\S]+› Run this every hour/)
  terminal.press('enter')
  await terminal.waitFor('rollcall install --calendar hourly')
  terminal.press('escape')
  await terminal.waitFor('› Run this every hour')
  terminal.type('2')
  await terminal.waitFor('› Client file')
  terminal.press('escape')
  await terminal.waitFor('› Authentication')
  terminal.press('escape')
  t.regex(await terminal.waitFor('› Settings'), /Last change +\d/)
})
