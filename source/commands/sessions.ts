import type { Command } from 'commander'
import { counted } from '../text/numbers.ts'
import { sessionRecord, sessionsText } from '../views/sessions.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { wrongUsage } from './cli/problems.ts'
import { runCommand } from './cli/run-command.ts'

type SessionOptions = GlobalOptions & { json?: boolean; all?: boolean }

/** Adds `rollcall sessions`. */
export function addSessionsCommand(program: Command): void {
  const sessions = program
    .command('sessions')
    .summary('show who is signed in, and sign people out')
    .description('Shows who is signed in to the archive, and ends sessions at once.')
  const list = sessions
    .command('list', { isDefault: true })
    .summary('show who is signed in')
    .description('Shows the browsers that are signed in, the newest first.')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => listing(self.optsWithGlobals<SessionOptions>()))
  const end = sessions
    .command('end [user]')
    .summary('sign out a user, or everybody')
    .description('Signs people out. Their next request is refused, on every host and after a restart, too.')
    .option('--all', 'sign everybody out')
    .option('--json', 'print one JSON document')
    .action((user: string | undefined, _options: object, self: Command) =>
      ending(user, self.optsWithGlobals<SessionOptions>()),
    )
  addExamples(sessions, [
    { line: 'rollcall sessions', does: 'who is signed in' },
    { line: 'rollcall sessions end ada@example.com', does: 'sign somebody out everywhere' },
  ])
  addExamples(list, [{ line: 'rollcall sessions list --json', does: 'for a script' }])
  addExamples(end, [
    { line: 'rollcall sessions end ada@example.com', does: 'sign one person out everywhere' },
    { line: 'rollcall sessions end --all', does: 'sign everybody out' },
  ])
}

async function listing(options: SessionOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    const { listSessions } = await import('../operations/sign-in/sessions.ts')
    const { home } = await tools.context()
    const sessions = await listSessions(home, Date.now())
    return {
      text: sessionsText(sessions),
      json: { sessions: sessions.map(sessionRecord) },
      uneventful: sessions.length === 0,
    }
  })
}

async function ending(user: string | undefined, options: SessionOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    if ((user === undefined) === (options.all !== true)) {
      throw wrongUsage('name one user, or give --all', 'rollcall sessions end [options] [user]')
    }
    const { endSessions } = await import('../operations/sign-in/sessions.ts')
    const { home } = await tools.context()
    const ended = await endSessions(home, user === undefined ? 'all' : { userName: user }, Date.now())
    const count = counted(ended.length, 'session')
    return { text: `${count} ended.`, json: { ended: ended.map(sessionRecord) }, uneventful: ended.length === 0 }
  })
}
