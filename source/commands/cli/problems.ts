import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'
import { shellWord } from '../../text/shell-word.ts'

/**
 * Wrong usage.
 *
 * @param usage the usage line of the command that was meant
 */
export function wrongUsage(title: string, usage: string, cause = ''): Problem {
  return new Problem({
    code: 'wrongUsage',
    kind: 'usage',
    title: oneLine(title, 300),
    cause,
    remedy: `Usage: ${usage}\nAll flags and examples: ${usage.split(' [')[0]?.split(' <')[0]} --help`,
  })
}

/** The same problem of wrong usage with the usage line of the command, where its remedy does not hold it yet. */
export function withUsage(error: unknown, usage: string): unknown {
  if (!(error instanceof Problem) || error.kind !== 'usage' || error.remedy.includes('Usage:')) return error
  const { code, kind, title, why: cause, remedy, facts } = error
  return new Problem({ code, kind, title, cause, remedy: `${remedy}\nUsage: ${usage}`, facts }, error.cause)
}

/**
 * The same problem, whose remedy names the home that was given by a flag: a command that is copied from it must not reach
 * another tenant's.
 */
export function withHome(error: unknown, home: string | undefined): unknown {
  if (home === undefined || !(error instanceof Problem) || error.code === 'wrongUsage') return error
  const { code, kind, title, why: cause, remedy, facts } = error
  if (!/\brollcall [a-z]+/.test(remedy) || remedy.includes('--home')) return error
  const added = `${remedy}\nFor this home, add: --home ${shellWord(oneLine(home, 300))}`
  return new Problem({ code, kind, title, cause, remedy: added, facts }, error.cause)
}

/** The terminal interface was asked for where there is no terminal. */
export function noTerminal(): Problem {
  return new Problem({
    code: 'noTerminal',
    kind: 'usage',
    title: 'This is no terminal that the interface can be drawn on',
    cause:
      'Standard input and standard output must both be a terminal, and TERM must name one that can move its cursor.',
    remedy:
      'Answer numbered questions instead: rollcall --plain\nOr use a command: rollcall setup (with flags), rollcall check, rollcall plan, rollcall sync.\nAll commands: rollcall --help',
  })
}

/** A password was to be given and was not. */
export function passwordMissing(why: string): Problem {
  return new Problem({
    code: 'passwordMissing',
    kind: 'usage',
    title: 'No password was set',
    cause: why,
    remedy:
      'Nothing was changed. Give the same command again and type the password when asked, or pipe it in as one line: < FILE',
  })
}

/** Nobody gets the mail of an address. */
export function addressUnknown(address: string): Problem {
  const shown = oneLine(address, 200)
  return new Problem({
    code: 'addressUnknown',
    kind: 'failed',
    title: `Nobody has the address ${shown}`,
    cause: 'No user of the store has it, as the primary address or as an alias.',
    remedy: 'Look for a part of it: rollcall users list TEXT',
    facts: { address: shown },
  })
}

/** The history is asked for a commit that it does not hold. */
export function revisionUnknown(revision: string): Problem {
  return new Problem({
    code: 'revisionUnknown',
    kind: 'badData',
    title: `The history has no revision ${revision}`,
    cause: 'No commit of this home led to it.',
    remedy: 'See the commits that there are: rollcall history',
    facts: { revision },
  })
}

/** Standard output could not be written, for another reason than a reader who has seen enough. */
export function outputFailed(error: NodeJS.ErrnoException): Problem {
  return new Problem(
    {
      code: 'outputFailed',
      kind: 'failed',
      title: 'The result could not be written to standard output',
      cause: error.code === 'ENOSPC' ? 'The disk behind it is full.' : oneLine(error.message, 200),
      remedy: 'Check where the output goes. What the command did is done; rollcall history shows it.',
      facts: { error: error.code ?? 'unknown' },
    },
    error,
  )
}
