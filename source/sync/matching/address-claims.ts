import { fold } from '../addresses.ts'
import type { User } from '../user.ts'

/** The addresses that more than one user claims, in lower case, each with the names of those users. */
export function sharedAddresses(users: readonly User[]): Map<string, string[]> {
  const owner = new Map<string, string>()
  const shared = new Map<string, string[]>()
  for (const { userName, emailAddresses } of users) {
    for (const written of emailAddresses) {
      const address = fold(written)
      const first = owner.get(address)
      if (first === undefined) owner.set(address, userName)
      else if (first !== userName) addClaimant(shared, address, first, userName)
    }
  }
  return shared
}

function addClaimant(shared: Map<string, string[]>, address: string, first: string, next: string): void {
  const claimants = shared.get(address) ?? [first]
  if (!claimants.includes(next)) claimants.push(next)
  shared.set(address, claimants)
}
