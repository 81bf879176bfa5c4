import { Argument, type Command } from 'commander'
import { completionWords } from './completion-words.ts'
import { addExamples } from './examples.ts'
import type { GlobalOptions } from './global-options.ts'
import { openContext } from './open-context.ts'
import { runCommand } from './run-command.ts'

/** Each asks the program itself, so that flags, commands, users and groups are the ones of this version and this home. */
const scripts = {
  bash: `_rollcall() {
  local IFS=$'\\n'
  COMPREPLY=($(rollcall complete-words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _rollcall rollcall`,
  zsh: `#compdef rollcall
_rollcall() {
  local -a words_found
  words_found=("\${(@f)$(rollcall complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  [[ -n "$words_found" ]] && compadd -a words_found || _files
}
compdef _rollcall rollcall`,
  fish: `complete -c rollcall -a '(rollcall complete-words -- (commandline -opc)[2..-1] (commandline -ct | string collect --allow-empty) 2>/dev/null)'`,
} as const
type Shell = keyof typeof scripts

/** Groups are asked of Google while somebody waits for a word. */
const patience = 3000

/** Adds `rollcall completion`, and the hidden command that its scripts ask. */
export function addCompletionCommand(program: Command): void {
  const command = program
    .command('completion')
    .summary('completion for a shell')
    .description('Prints a script that completes commands, flags, user names and group addresses.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .action((shell: Shell, _options: object, self: Command) =>
      runCommand(self.optsWithGlobals<GlobalOptions>(), async () => ({ text: scripts[shell], json: null })),
    )
  addExamples(command, [
    { line: 'source <(rollcall completion bash)', does: 'for this shell' },
    { line: 'rollcall completion zsh > ~/.zfunc/_rollcall', does: 'for zsh, with ~/.zfunc in fpath' },
    { line: 'rollcall completion fish > ~/.config/fish/completions/rollcall.fish', does: 'for fish' },
  ])
  program
    .command('complete-words [words...]', { hidden: true })
    .action((words: string[], _options: object, self: Command) => completeWords(program, words, self.optsWithGlobals()))
}

async function completeWords(program: Command, words: readonly string[], options: GlobalOptions): Promise<void> {
  await runCommand({ ...options, quiet: true }, async () => {
    const context = () =>
      openContext(options, {
        signal: AbortSignal.timeout(patience),
        onProgress: () => undefined,
        onDetail: () => undefined,
      })
    const found = await completionWords(program, words.slice(0, -1), words.at(-1) ?? '', {
      userNames: orNothing(async () => {
        const { readStore } = await import('../store/user-store.ts')
        return (await readStore((await context()).home)).users.map(({ userName }) => userName)
      }),
      groupAddresses: orNothing(async () => {
        const { listGroups } = await import('../operations/list-groups.ts')
        return (await listGroups(await context())).map(({ email }) => email)
      }),
    })
    return { text: found.join('\n'), json: null }
  })
}

/** A word that cannot be completed is no reason to say anything. */
function orNothing(work: () => Promise<string[]>): () => Promise<string[]> {
  return () => work().catch(() => [])
}
