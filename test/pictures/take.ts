import { openTerminal } from '../end-to-end/terminal.ts'
import { program } from '../support/run-process.ts'
import { drawPicture, drawTour, type Frame, palettes, readFrame } from './draw.ts'

/** Pictures of real screens, by file name. */
export type Pictures = Record<string, string>

/** The screens that a picture is made of, by its name. */
type Walk = Record<'connection' | 'groups' | 'plan' | 'detail' | 'question' | 'done', Frame>

const size = { columns: 80, rows: 24 }

/** Runs the demo in a terminal, once for each theme, walks through it, and draws what is on the screen. */
export async function takePictures(): Promise<Pictures> {
  const pictures: Pictures = {}
  for (const theme of ['dark', 'light'] as const) {
    const palette = palettes[theme]
    const frames = await walk(theme)
    for (const name of ['connection', 'groups', 'plan'] as const)
      pictures[`${name}-${theme}.svg`] = drawPicture(frames[name], palette)
    const { connection, groups, plan, detail, question, done } = frames
    pictures[`tour-${theme}.svg`] = drawTour([connection, groups, plan, detail, question, done], palette, 3)
  }
  return pictures
}

/** From the first step to what is shown after the commit. */
async function walk(theme: 'dark' | 'light'): Promise<Walk> {
  const terminal = openTerminal(process.execPath, [program, '--demo'], {
    ...size,
    environment: { ROLLCALL_THEME: theme },
  })
  const shown = async (text: string): Promise<Frame> => {
    await terminal.waitFor(text)
    await terminal.settled()
    return readFrame(terminal, size.columns, size.rows)
  }
  const enter = async (step: string): Promise<void> => {
    await terminal.waitFor(step)
    terminal.press('enter')
  }
  try {
    for (const step of ['Step 1 of', 'Step 2 of', 'Step 3 of']) await enter(step)
    const connection = await shown('All checks passed')
    terminal.press('enter')
    await terminal.waitFor('40 people would be in')
    terminal.press('space')
    await terminal.waitFor('1 chosen')
    const groups = await shown('5 fewer than before')
    await enter('Step 5 of')
    // Automatic deletion is the first row.
    await terminal.waitFor('Automatic deletion')
    terminal.press('space')
    for (const step of ['Step 6 of', 'Step 7 of', 'Step 8 of']) await enter(step)
    const plan = await shown('carol.king')
    terminal.press('down', 'down', 'enter')
    const detail = await shown('next, previous')
    terminal.press('escape')
    await terminal.waitFor('Enter details')
    terminal.type('s')
    const question = await shown('Press Enter to synchronize')
    terminal.press('enter')
    const done = await shown('What next?')
    return { connection, groups, plan, detail, question, done }
  } finally {
    terminal.press('ctrlC')
    await terminal.ended
  }
}
