import type { Command } from 'commander'
import { unknownCommand } from './cli/unknown-command.ts'

/** Adds `rollcall help`, which also finds commands of commands: commander's own one takes a single word. */
export function addHelpCommand(program: Command): void {
  program
    .command('help')
    .summary('show help for a command')
    .description('Prints the help of a command, or that of the program.')
    .argument('[command...]', 'the command, such as: users show')
    .action((words: string[]) => {
      let shown = program
      for (const word of words) {
        const found = shown.commands.find((command) => command.name() === word)
        if (found === undefined) throw unknownCommand(word, shown)
        shown = found
      }
      shown.help()
    })
}
