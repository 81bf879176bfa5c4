import { Argument, type Command } from 'commander'
import { safeText } from '../text/safe-text.ts'
import { completionScripts, type Shell } from './cli/completion/completion-scripts.ts'
import { completionWords, flagValue } from './cli/completion/completion-words.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { openContext } from './cli/open-context.ts'
import { runCommand } from './cli/run-command.ts'

/** Groups are asked of Google while somebody waits for a word, who can also end the wait with Ctrl-C, in milliseconds. */
const patience = 8000

/** Adds `rollcall completion`, and the hidden command that its scripts ask. */
export function addCompletionCommand(program: Command): void {
  const command = program
    .command('completion')
    .summary('print completions for your shell')
    .description('Prints a script that completes commands, flags, user names and group addresses.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(completionScripts)))
    .action((shell: Shell, _options: object, self: Command) =>
      runCommand(self.optsWithGlobals<GlobalOptions>(), async () => ({ text: completionScripts[shell], json: null })),
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
    const earlier = words.slice(0, -1)
    // The home that is being typed, not the one of the completion's own run.
    const typed = { home: flagValue(earlier, '--home'), google: flagValue(earlier, '--google') }
    const context = () =>
      openContext(typed, {
        signal: AbortSignal.timeout(patience),
        onProgress: () => undefined,
        onDetail: () => undefined,
      })
    const store = async () => (await import('../store/open-store.ts')).openStore((await context()).home)
    const users = async () => {
      return (await (await store()).read()).users
    }
    const found = await completionWords(program, earlier, words.at(-1) ?? '', {
      userNames: orNothing(async () => (await users()).map(({ userName }) => userName)),
      addresses: orNothing(async () => (await users()).flatMap(({ emailAddresses }) => emailAddresses)),
      archives: orNothing(async () => {
        const { listOwnedArchives } = await import('../operations/archives/list-archives.ts')
        const archives = await listOwnedArchives((await context()).home)
        return archives.flatMap(({ archive, owner }) => (owner === null && archive !== null ? [archive] : []))
      }),
      kept: orNothing(async () => {
        const { listRevisions } = await import('../operations/history/restore.ts')
        return (await listRevisions((await context()).home)).map(({ revision }) => String(revision))
      }),
      committed: orNothing(async () => {
        return (await (await store()).history.heads(50)).map(({ revision }) => String(revision))
      }),
      groupAddresses: orNothing(async () => {
        const { listGroups } = await import('../operations/connection/list-groups.ts')
        return (await listGroups(await context())).map(({ email }) => email)
      }),
    })
    // A shell shows them as they are, and ends a word at a line break.
    return { text: found.filter((word) => safeText(word) === word).join('\n'), json: null }
  })
}

/** A word that cannot be completed is no reason to say anything. */
function orNothing(work: () => Promise<string[]>): () => Promise<string[]> {
  return () => work().catch(() => [])
}
