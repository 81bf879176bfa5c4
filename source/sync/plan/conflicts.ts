import { fold } from '../addresses.ts'
import type { Reason } from '../plan.ts'
import type { User } from '../user.ts'
import { outcome, type Proposal } from './proposal.ts'

/** A name, marked with a space that no address begins with, or an address. */
type Claim = string
const claimsOf = (user: User | null): Claim[] =>
  user === null ? [] : [` ${fold(user.userName)}`, ...user.emailAddresses.map(fold)]

/** A user that nothing is proposed for. */
type Bystander = { before: User }
type Holder = Proposal | Bystander

/**
 * Turns every proposal into a conflict that would give a user a name or an address that somebody else has when the plan
 * is done. Whoever had it before keeps it; of two newcomers neither gets it. Taking back one proposal can stand in the
 * way of others, so it goes on until nothing changes. Changes the proposals in place.
 *
 * Only names and addresses that somebody newly wants are looked at: what is double in the store already is not made
 * worse, and a run with few changes stays cheap.
 *
 * @param users those of the store who may have such a name or address
 */
export function markConflicts(proposals: readonly Proposal[], users: readonly User[]): void {
  const wanted = new Map<Claim, Proposal[]>()
  for (const proposal of proposals) {
    for (const claim of newClaims(proposal)) addTo(wanted, claim, proposal)
  }
  if (wanted.size === 0) return

  const holders = new Map<Claim, Holder[]>()
  const hold = (holder: Holder, user: User | null): void => {
    for (const claim of claimsOf(user)) if (wanted.has(claim)) addTo(holders, claim, holder)
  }
  for (const proposal of proposals) hold(proposal, outcome(proposal))
  const touched = new Set(proposals.map(({ before }) => before))
  for (const user of users) if (!touched.has(user)) hold({ before: user }, user)

  let disputed = [...wanted.keys()]
  while (disputed.length > 0) {
    const losers = new Map<Proposal, Reason>()
    for (const claim of disputed) {
      for (const proposal of wanted.get(claim) ?? []) {
        const rival = proposal.conflict === null ? rivalOf(proposal, holders.get(claim)) : undefined
        if (rival === undefined) continue
        losers.set(proposal, weightier(losers.get(proposal), conflictReason(claim, rival)))
      }
    }
    disputed = []
    for (const [proposal, reason] of losers) {
      for (const claim of claimsOf(proposal.after)) removeFrom(holders, claim, proposal)
      proposal.conflict = reason
      hold(proposal, proposal.before)
      disputed.push(...claimsOf(proposal.before).filter((claim) => wanted.has(claim)))
    }
  }
}

function newClaims(proposal: Proposal): Claim[] {
  if (proposal.conflict !== null || proposal.after === null) return []
  if (proposal.after === proposal.before) return []
  const had = claimsOf(proposal.before)
  return claimsOf(proposal.after).filter((claim) => !had.includes(claim))
}

function rivalOf(proposal: Proposal, holders: readonly Holder[] = []): User | undefined {
  let first: User | undefined
  for (const holder of holders) {
    const user = holder === proposal ? null : 'action' in holder ? outcome(holder) : holder.before
    // The first by name, so that the order of the store does not show.
    if (user !== null && (first === undefined || user.userName < first.userName)) first = user
  }
  return first
}

/** Of several reasons the name's comes first, then the first address, whatever order they were found in. */
function weightier(known: Reason | undefined, found: Reason): Reason {
  if (known === undefined) return found
  if (known.code !== 'addressTaken') return known
  return found.code === 'addressTaken' && known.address <= found.address ? known : found
}

function conflictReason(claim: Claim, rival: User): Reason {
  if (!claim.startsWith(' ')) return { code: 'addressTaken', address: claim, userName: rival.userName }
  return rival.authentication === 'integrated'
    ? { code: 'integratedUser' }
    : { code: 'nameTaken', userName: rival.userName }
}

function addTo<Value>(map: Map<Claim, Value[]>, claim: Claim, value: Value): void {
  const values = map.get(claim)
  if (values === undefined) map.set(claim, [value])
  else values.push(value)
}

function removeFrom<Value>(map: Map<Claim, Value[]>, claim: Claim, value: Value): void {
  const values = map.get(claim)
  if (values !== undefined)
    map.set(
      claim,
      values.filter((other) => other !== value),
    )
}
