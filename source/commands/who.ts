import type { Command } from 'commander'
import { type User, withoutPassword } from '../sync/user.ts'
import { counted } from '../text/numbers.ts'
import type { Problem } from '../text/problem.ts'
import { safeText } from '../text/safe-text.ts'
import { problemJson } from '../views/problem-view.ts'
import { peopleText } from '../views/scope/people-text.ts'
import { addExamples } from './cli/examples.ts'
import { exitCodes } from './cli/exit-code.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { commandProblem, wrongUsage } from './cli/problems.ts'
import { runCommand } from './cli/run-command.ts'

type WhoOptions = GlobalOptions & { json?: boolean; inScope?: boolean }

const usageLine = 'rollcall who [options] [address]'

/** Adds `rollcall who`. */
export function addWhoCommand(program: Command): void {
  const command = program
    .command('who [address]')
    .summary('find the user and archive for an address, or list who is in scope')
    .description(
      'Finds the user who gets mail for an address, and the archive that holds it. Aliases, tags (ada+news@...) and the catch-all count, as they do for mail servers. With --in-scope, asks Google for everybody and lists who is in scope and who is left out, each with the reason.',
    )
    .option('--in-scope', 'list everybody with the reason why they are in scope or left out')
    .option('--json', 'print one JSON document')
    .action((address: string | undefined, _options: WhoOptions, self: Command) => {
      const options = self.optsWithGlobals<WhoOptions>()
      if (address === undefined && !options.inScope)
        throw wrongUsage("missing argument 'address', or --in-scope", usageLine)
      if (address === undefined) return listEverybody(options)
      if (options.inScope) throw wrongUsage('--in-scope lists everybody, so no address goes with it', usageLine)
      return who(address, options)
    })
  addExamples(command, [
    { line: 'rollcall who countess@example.com', does: 'the user and the folder' },
    { line: 'rollcall who ada@example.com --json | jq -r .holders[].folder', does: 'the folder alone' },
    { line: 'rollcall who --in-scope', does: 'everybody, with the reason' },
    {
      line: "rollcall who --in-scope --json | jq -r '.people[] | select(.inScope | not) | .userName'",
      does: 'only who is left out',
    },
  ])
}

async function who(address: string, options: WhoOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { findAddress } = await import('../operations/users/find-address.ts')
    const { way, holders, undelivered } = await findAddress((await tools.context()).home, address)
    const problem = holders.length > 0 ? null : whyNobody(address, undelivered)
    // A script that takes the output must not take the reason for a folder.
    if (problem !== null && !options.json) throw problem
    const lines = holders.map(({ user, folder, folderExists }) => {
      const place = folderExists ? safeText(folder) : `${safeText(folder)} (not there yet)`
      return `${safeText(user.userName)}  ${place}`
    })
    if (way === 'catchAll') tools.note('Nobody has this address. Its mail goes to the catch-all archive.')
    if (holders.length > 1)
      lines.push('', `${counted(holders.length, 'user')} claim this address. Take it from all but one.`)
    return {
      text: lines.join('\n'),
      json: {
        address,
        way,
        holders: holders.map((holder) => ({ ...holder, user: withoutPassword(holder.user) })),
        ...(problem === null ? {} : problemJson(problem)),
      },
      exitCode: problem === null ? 0 : exitCodes.badData,
    }
  })
}

/** `rollcall who --in-scope`: everybody whom Google lists, with the verdict of the settings. */
async function listEverybody(options: WhoOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { listPeople } = await import('../operations/scope/list-people.ts')
    const { people, skipped, excluded } = await listPeople(await tools.context())
    const inScope = people.filter((person) => person.inScope).length
    return {
      text: peopleText({ people, skipped }, { paint: tools.print.paint, columns: process.stdout.columns }),
      json: {
        summary: { inScope, leftOut: people.length - inScope, skipped: skipped.length },
        people,
        skipped,
        excluded,
      },
    }
  })
}

/** Somebody may have the address, and still get no mail of it. */
function whyNobody(address: string, [user]: readonly User[]): Problem {
  if (user === undefined) return commandProblem('addressUnknown', { address })
  const isInGoogle = user.authentication !== 'integrated'
  return commandProblem('addressUndeliverable', { address, userName: user.userName, isInGoogle })
}
