import { syncProblem } from '../../sync/problems.ts'
import { Problem } from '../../text/problem.ts'
import type { CallName } from '../http/call-name.ts'

const nothingChanged =
  'Nothing was changed. Run it again in a few minutes. If it stays so, something between this machine and Google may change answers.'

/** A listing that is not proven to be complete. Acting on it could delete users by mistake. */
export function brokenListing(call: CallName, what: string): Problem {
  const list = call.replace('.list', '')
  return syncProblem('listingIncomplete', { list, why: what, userName: null, call })
}

/** An answer to a single question that is not what Google documents. */
export function brokenAnswer(call: CallName, what: string): Problem {
  return new Problem({
    code: 'answerUnreadable',
    kind: 'stopped',
    title: `The answer of ${call} cannot be trusted`,
    cause: what,
    remedy: nothingChanged,
    facts: { call },
  })
}

/** A directory without a single user cannot be right: at least the administrator exists. */
export function emptyDirectory(administrator: string): Problem {
  return new Problem({
    code: 'emptyDirectory',
    kind: 'stopped',
    title: 'Google listed no users at all',
    cause: `At least ${administrator} must exist, so the list is not complete. Acting on it would delete everybody.`,
    remedy: nothingChanged,
    facts: { administrator },
  })
}

/** A chosen group no longer exists. It must not look like an empty group. */
export function chosenGroupGone(group: { id: string; email: string; name: string }): Problem {
  return new Problem({
    code: 'groupGone',
    kind: 'stopped',
    title: `The group ${group.name} no longer exists`,
    cause: `${group.email} was chosen, but Google does not know it any more. Its members must not look as if they had left.`,
    remedy: 'Choose the groups again, then run it again. Nothing was changed.',
    facts: { group: group.email, groupId: group.id },
  })
}

/** A chosen group exists but may not be read. */
export function chosenGroupUnreadable(
  group: { id: string; email: string; name: string },
  administrator: string,
): Problem {
  return new Problem({
    code: 'groupUnreadable',
    kind: 'refused',
    title: `The members of ${group.name} may not be read`,
    cause: `Google does not let ${administrator} read ${group.email}: the role lacks the right, or the group belongs to another organization.`,
    remedy:
      'Give the administrator a role with the right that is named here, or choose the groups again. Nothing was changed.',
    facts: {
      group: group.email,
      groupId: group.id,
      administrator,
      right: 'Admin API privileges: Groups, Read',
    },
  })
}

/** A group of the organization that is nested in a chosen one could not be read. */
export function nestedGroupUnreadable(group: { id: string; email: string | null }, parent: string): Problem {
  const name = group.email ?? group.id
  return new Problem({
    code: 'nestedGroupUnreadable',
    kind: 'stopped',
    title: `The members of ${name} could not be read`,
    cause: `The group belongs to the organization and is a member of ${parent}, so its members are in scope; but Google does not give them.`,
    remedy: 'Check the group in the Admin console, then run it again. Nothing was changed.',
    facts: { group: name, groupId: group.id, memberOf: parent },
  })
}
