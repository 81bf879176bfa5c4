import { fold } from '../../sync/addresses.ts'
import { compareText } from '../../sync/compare.ts'
import type { User } from '../../sync/user.ts'

/** Lookup tables for Postfix (postmap(5), virtual(5), virtual(8)), and what could not be put into them. */
export type PostfixMaps = {
  /** `virtual_alias_maps`: each address that is not a primary one, to the primary addresses of those who have it. */
  aliases: string
  /** `virtual_mailbox_maps`: each primary address, to its Maildir below `virtual_mailbox_base`, the folder of archives. */
  mailboxes: string
  /** Addresses that Postfix's tables cannot hold. */
  leftOut: string[]
}

/**
 * Makes Postfix's maps.
 *
 * @param folderOf the folder of an archive, below the folder of archives
 */
export function postfixMaps(users: readonly User[], folderOf: (archive: string) => string): PostfixMaps {
  const mailboxes = new Map<string, string>()
  const holders = new Map<string, string[]>()
  const leftOut = new Set<string>()
  for (const user of users) {
    const addresses = [...new Set(user.emailAddresses.map(fold))]
    const primary = addresses[0]
    if (primary === undefined) continue
    for (const address of addresses) {
      if (!fitsIntoTable(address) || !fitsIntoTable(primary)) leftOut.add(address)
      else holders.set(address, [...(holders.get(address) ?? []), primary])
    }
    if (fitsIntoTable(primary) && !mailboxes.has(primary)) mailboxes.set(primary, `${folderOf(user.userName)}/`)
  }
  const aliases = [...holders].filter(([address, primaries]) => primaries.length > 1 || primaries[0] !== address)
  return {
    aliases: table(aliases.map(([address, primaries]) => [address, [...new Set(primaries)].join(', ')])),
    mailboxes: table([...mailboxes]),
    leftOut: [...leftOut].sort(compareText),
  }
}

/** One entry a line: blanks separate, a `#` begins a comment, commas separate results, quotes and others have meanings. */
const fitsIntoTable = (address: string): boolean => /^[a-z0-9!$%&'*+/=?^_`{|}~.-]+@[a-z0-9.-]+$/.test(address)

function table(entries: readonly (readonly [key: string, value: string])[]): string {
  const lines = entries.map(([key, value]) => `${key}  ${value}`).sort(compareText)
  return lines.map((line) => `${line}\n`).join('')
}
