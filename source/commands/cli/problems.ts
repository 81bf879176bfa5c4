import { Problem } from '../../text/problem.ts'
import { entry, problemFrom } from '../../text/problem-catalogue.ts'
import { withHomeFlag } from '../../text/shell-word.ts'

/** Everything that a command line, or what is around it, can be refused for. */
export const commandProblems = {
  wrongUsage: entry<{ said: string; why: string; usage: string; help: string }>({
    kind: 'usage',
    title: ({ said }) => said,
    cause: ({ why }) => why,
    remedy: ({ usage, help }) => `Usage: ${usage}\nAll flags and examples:\n${help}`,
    example: {
      said: "unknown option '--dry'",
      why: 'A command or a flag is unknown, missing, or contradicts another one.',
      usage: 'rollcall sync [options]',
      help: 'rollcall sync --help',
    },
  }),
  confirmationNeeded: entry<{ command: string }>({
    kind: 'usage',
    title: 'This needs your confirmation',
    cause: 'There is no terminal to ask on, or --json was given. Nothing was changed.',
    remedy: ({ command }) => `If you are sure, run it with --yes:\n${command}`,
    example: { command: 'rollcall undo --yes' },
  }),
  commandNotConfirmed: entry<{ after: string; from: string }>({
    kind: 'usage',
    title: 'These settings run a command',
    cause: ({ after }) => `Nothing was changed. After each commit, this machine would run a command (${after}).`,
    remedy: ({ from }) =>
      `If you trust it, run the same with --yes. To load the settings without it:\nrollcall setup --no-after --from ${from}`,
    facts: ({ after }) => ({ after }),
    example: { after: 'postmap /etc/postfix/vmailbox', from: 'settings.json' },
  }),
  noTerminal: entry({
    kind: 'usage',
    title: "This terminal can't display the interface",
    cause: 'Standard input and output must both be a terminal, and TERM must name one that can move its cursor.',
    remedy:
      'Answer numbered questions instead:\nrollcall --plain\nOr use the commands:\nrollcall setup --help\nrollcall check\nrollcall plan\nrollcall sync',
    example: {},
  }),
  passwordMissing: entry<{ why: string }>({
    kind: 'usage',
    title: 'No password was set',
    cause: ({ why }) => `${why} Nothing was changed.`,
    remedy:
      'Run the command again and type the password, or pipe it in as one line:\nrollcall users edit NAME --password < FILE',
    example: { why: "The passwords don't match." },
  }),
  addressUnknown: entry<{ address: string }>({
    kind: 'badData',
    title: ({ address }) => `Nobody has the address ${address}`,
    cause: 'No user of the store has it, as the primary address or as an alias.',
    remedy: 'Search for a part of it:\nrollcall users list TEXT',
    facts: (about) => about,
    example: { address: 'ada@example.com' },
  }),
  addressUndeliverable: entry<{ address: string; userName: string; isInGoogle: boolean }>({
    kind: 'badData',
    title: ({ address }) => `Mail can't reach ${address}`,
    cause: ({ userName }) =>
      `The user ${userName} has it, but mail servers deliver only to letters without accents, digits and the usual signs before the @.`,
    remedy: ({ isInGoogle }, words) =>
      isInGoogle
        ? 'Give the account an alias that mail servers know in Google, then:\nrollcall sync'
        : `Give the user an address that mail servers know, and use that one:\nrollcall users edit ${words.userName} --address ADDRESS`,
    facts: ({ address, userName }) => ({ address, userName }),
    example: { address: 'jörg@example.com', userName: 'joerg', isInGoogle: false },
  }),
  notifyNobody: entry({
    kind: 'failed',
    title: 'Nobody is told after a sync yet',
    cause: 'No mail address and no webhook is set up.',
    remedy: 'Set one up, then test it:\nrollcall setup --notify-on failure --notify-mail ADDRESS\nrollcall notify test',
    example: {},
  }),
  codeUnknown: entry<{ problemCode: string; near: string | null }>({
    kind: 'badData',
    title: ({ problemCode }) => `There is no problem ${problemCode}`,
    cause: ({ near }) => (near === null ? 'Rollcall knows no problem with this code.' : `Did you mean ${near}?`),
    remedy: ({ near }) =>
      near === null ? 'List all codes:\nrollcall explain' : `Read about it:\nrollcall explain ${near}`,
    facts: (about) => about,
    example: { problemCode: 'deletionlimits', near: 'deletionLimit' },
  }),
  outputFailed: entry<{ message: string; error: string }>({
    kind: 'failed',
    title: "The result can't be written",
    cause: ({ message, error }) =>
      error === 'ENOSPC' ? 'The disk behind standard output is full.' : `Standard output failed: ${message}.`,
    remedy:
      'Check where the output goes. Everything that the command did is done, as the history shows:\nrollcall history',
    facts: ({ error }) => ({ error }),
    example: { message: 'write ENOSPC', error: 'ENOSPC' },
  }),
  standardInputUnusable: entry<{ what: string; why: string; example: string }>({
    kind: 'badData',
    title: ({ what }) => `Standard input doesn't hold ${what}`,
    cause: ({ why }) => why,
    remedy: ({ example }) => `Pipe it in, as in:\n${example}`,
    example: { what: 'a key', why: 'Nothing arrived.', example: 'rollcall setup --key - < key.json' },
  }),
  simulatorInput: entry<{ why: string }>({
    kind: 'badData',
    title: "The simulator can't use this file",
    cause: ({ why }) => why,
    remedy: 'Compare it with the examples in docs/simulator.md.',
    example: { why: 'org.json: users.0.primaryEmail is missing.' },
  }),
  simulatorStart: entry<{ why: string }>({
    kind: 'failed',
    title: "The simulator can't start",
    cause: ({ why }) => why,
    remedy: 'Fix the cause above, or choose another --port or --key-out.',
    example: { why: 'The port 4100 is in use.' },
  }),
}

/** Makes a problem of a command. */
export const commandProblem = problemFrom(commandProblems)

/**
 * Wrong usage.
 *
 * @param usage the usage line of the command that was meant
 */
export function wrongUsage(said: string, usage: string, why = ''): Problem {
  return commandProblem('wrongUsage', { said, why, usage, help: `${usage.split(' [')[0]?.split(' <')[0]} --help` })
}

/** Standard output could not be written, for another reason than a reader who has seen enough. */
export function outputFailed(error: NodeJS.ErrnoException): Problem {
  return commandProblem('outputFailed', { message: error.message, error: error.code ?? 'unknown' }, error)
}

/** The same problem of wrong usage with the usage line of the command, where its remedy does not hold it yet. */
export function withUsage(error: unknown, usage: string): unknown {
  if (!(error instanceof Problem) || error.kind !== 'usage' || error.remedy.includes('Usage:')) return error
  return withRemedy(error, `${error.remedy}\nUsage: ${usage}`)
}

/**
 * The same problem, whose commands name the home that was given by a flag: one that is copied must not reach another
 * tenant's home.
 */
export function withHome(error: unknown, home: string | undefined): unknown {
  if (home === undefined || !(error instanceof Problem) || error.code === 'wrongUsage') return error
  const lines = error.remedy.split('\n').map((line) => withHomeFlag(line, home))
  return withRemedy(error, lines.join('\n'))
}

function withRemedy({ code, kind, title, why, facts, outline, cause }: Problem, remedy: string): Problem {
  return new Problem({ code, kind, title, cause: why, remedy, facts, outline }, cause)
}

/** Nobody is told after a sync, so nothing can be tested. */
export function notifyNobody(): Problem {
  return commandProblem('notifyNobody', {})
}
