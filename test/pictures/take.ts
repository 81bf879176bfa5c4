import { openTerminal } from '../end-to-end/terminal.ts'
import { program } from '../support/run-process.ts'
import { drawScreen } from './draw.ts'

/** Pictures of real screens, by file name. */
export type Pictures = Record<string, string>

/** Runs the demo in a terminal, walks through it, and draws what is on the screen. */
export async function takePictures(): Promise<Pictures> {
  const terminal = openTerminal(process.execPath, [program, '--demo'])
  const pictures: Pictures = {}
  const take = async (name: string, shown: string): Promise<void> => {
    await terminal.waitFor(shown)
    await terminal.settled()
    pictures[name] = drawScreen(terminal, 80, 24)
  }
  for (const step of ['Step 1 of', 'Step 2 of', 'Step 3 of']) {
    await terminal.waitFor(step)
    terminal.press('enter')
  }
  await take('connection.svg', 'All checks passed')
  terminal.press('enter')
  await terminal.waitFor('archive@example.com')
  terminal.press('space')
  await take('groups.svg', '1 chosen')
  for (const step of ['Step 5 of', 'Step 6 of', 'Step 7 of', 'Step 8 of']) {
    await terminal.waitFor(step)
    terminal.press('enter')
  }
  await take('plan.svg', 'carol.king')
  terminal.press('ctrlC')
  await terminal.ended
  return pictures
}
