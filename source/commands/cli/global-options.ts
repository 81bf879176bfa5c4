import { type Command, Option } from 'commander'
import { wholeNumber } from './whole-number.ts'

/** The flags that every command takes, as commander hands them over. */
export type GlobalOptions = {
  home?: string
  google?: string
  plain?: boolean
  ascii?: boolean
  /** False with --no-color. */
  color: boolean
  /** Undefined unless asked: used where the terminal has one, but not inside tmux. */
  mouse?: boolean
  /** The most seconds that the run waits for Google. */
  wait?: number
  quiet?: boolean
  verbose?: boolean
}

/** Adds the flags that every command takes. ROLLCALL_HOME and ROLLCALL_GOOGLE stand in for the first two. */
export function addGlobalOptions(program: Command): Command {
  return program
    .addOption(new Option('--home <folder>', 'the folder that holds everything (or ROLLCALL_HOME)'))
    .addOption(new Option('--google <url>', 'a simulated Google on this machine (or ROLLCALL_GOOGLE)'))
    .addOption(
      new Option(
        '--wait <seconds>',
        'wait so long in all while Google asks to slow down (300 for each call)',
      ).argParser(wholeNumber(0, 86_400)),
    )
    .option('--plain', 'plain text: no color, numbered questions instead of the screen')
    .option('--ascii', 'draw with ASCII characters only')
    .option('--no-color', 'no color')
    .option('--mouse', 'use the mouse, also inside tmux')
    .option('--no-mouse', 'leave the mouse to the terminal, to select text')
    .addOption(new Option('-q, --quiet', 'print only changes and failures').conflicts('verbose'))
    .option('-v, --verbose', 'print each step on standard error')
}
