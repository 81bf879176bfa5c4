import type { Change, Plan, Reason } from '../../sync/plan.ts'
import { safeText } from '../../text/safe-text.ts'
import { shellArgument, withHomeFlag } from '../../text/shell-word.ts'

/** What ends a conflict: what to decide, and the commands that do it, ready to be copied. Safe to show. */
export type Remedy = { words: string; commands: string[] }

/**
 * Tells for each conflict of a plan what ends it; null for rows that are none.
 *
 * @param home the one that a flag named, which the commands name as well
 */
export function remediesOf(plan: Plan, home?: string): (change: Change) => Remedy | null {
  const rows = new Map(plan.changes.flatMap((row) => [[row.before?.userName ?? row.userName, row] as const]))
  return (change) => {
    const remedy = change.action === 'conflict' ? remedyFor(change, change.reason, rows) : null
    if (remedy === null || home === undefined) return remedy
    return { ...remedy, commands: remedy.commands.map((line) => withHomeFlag(line, home)) }
  }
}

function remedyFor(change: Change, reason: Reason, rows: ReadonlyMap<string, Change>): Remedy | null {
  const name = command(change.before?.userName ?? change.userName)
  switch (reason.code) {
    case 'integratedUser':
      return {
        words:
          'To keep the two apart, change the address in Google. To hand this user and its archive over to Google instead:',
        commands: [`rollcall users take-over ${command(change.userName)}`, 'rollcall sync'],
      }
    case 'otherAccount':
      return otherAccount(change, name)
    case 'sameAccount':
      return {
        words: `Two users have one Google account; ${safeText(reason.userName)} is the one that Google names. To remove this one:`,
        commands: [`rollcall users release ${name}`, `rollcall users remove ${name}`],
      }
    case 'addressTaken':
    case 'nameTaken':
      return taken(reason.userName, reason.code === 'addressTaken' ? 'address' : 'name', rows)
    case 'archiveInTheWay':
      return {
        words: 'To keep the mail that is there for its owner, and free the name:',
        commands: [`rollcall archives set-aside ${command(reason.folder)}`, 'rollcall sync'],
      }
    case 'archiveOwnerUnknown':
      return {
        words: `To let ${safeText(change.userName)} have the mail that is there (set-aside instead of adopt keeps it apart):`,
        commands: [`rollcall archives adopt ${command(reason.folder)}`, 'rollcall sync'],
      }
    case 'membershipUnknown':
    case 'memberOfUnreadGroup':
    case 'accountUnreadable':
      return {
        words: 'If you know that this account has left, remove the user; mail in its archive stays:',
        commands: [`rollcall users remove ${name}`],
      }
    case 'archiveUnusable':
      return {
        words: 'Move it to another name, mount the volume, or correct the permissions. Then:',
        commands: ['rollcall sync'],
      }
    case 'changedSince':
      return { words: 'What changed since then stays. To see it:', commands: ['rollcall history'] }
    default:
      return null
  }
}

/** A name belongs to a user whose account is another one, or none any more. */
function otherAccount({ before, after }: Change, name: string): Remedy {
  if (before === after) {
    return {
      words: 'No Google account has this name any more. To remove the user; mail in its archive stays:',
      commands: [`rollcall users remove ${name}`, 'rollcall sync'],
    }
  }
  if (before?.directoryId === null) {
    return {
      words: 'This user was another Google account. To keep its mail apart, and begin with the rights of a new user:',
      commands: [`rollcall archives set-aside ${name}`, 'rollcall sync'],
    }
  }
  return {
    words:
      'This user belongs to a Google account that is gone. To keep its mail apart from the new account (take-over instead gives it to that one):',
    commands: [`rollcall users remove ${name}`, `rollcall archives set-aside ${name}`, 'rollcall sync'],
  }
}

/** A name or an address that another user has. */
function taken(holder: string, what: 'address' | 'name', rows: ReadonlyMap<string, Change>): Remedy {
  const shown = safeText(holder)
  const name = command(holder)
  const row = rows.get(holder)
  if (row?.reason.code === 'leavesOn') {
    return {
      words: `${shown} is no longer included, and leaves on ${row.reason.day}. To remove that user now (mail stays):`,
      commands: [`rollcall users remove ${name}`, 'rollcall sync'],
    }
  }
  if (row?.waits === true) {
    return {
      words: `${shown} is no longer included, and stays until you approve the deletion:`,
      commands: ['rollcall plan approve', 'rollcall sync'],
    }
  }
  switch (row?.action) {
    case 'gone':
      return {
        words: `${shown} is no longer included, and stays because automatic deletion is off. To remove that user (mail stays):`,
        commands: [`rollcall users remove ${name}`, 'rollcall sync'],
      }
    case 'conflict':
      return { words: `Resolve the conflict of ${shown} first. Then:`, commands: ['rollcall sync'] }
    case undefined:
      return what === 'address'
        ? {
            words: `${shown} is a local user. To take the addresses from that user:`,
            commands: [`rollcall users edit --no-address ${name}`, 'rollcall sync'],
          }
        : { words: `${shown} is a local user. Change the address in Google, then:`, commands: ['rollcall sync'] }
    default:
      return {
        words: `Both come from Google, which has each ${what} once. Look at both in the Admin console, then:`,
        commands: ['rollcall sync'],
      }
  }
}

const command = (name: string): string => safeText(shellArgument(name))
