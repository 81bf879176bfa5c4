import { lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { ignoring } from '../../store/disk/file-operations.ts'

/** Why others than the owner could put something else in the place of a file. */
export type PlaceFault = {
  /** The file, or the folder or link on the way to it. */
  place: string
  /** The user id of a stranger to whom it belongs; null where it is ours, and everybody can write to it. */
  owner: number | null
}

/**
 * Looks whether a file, and each folder and link on the way to it, can be changed by nobody but this account, root and
 * whoever runs it by sudo:
 * none belongs to another account, and none is writable for everybody, but for folders like /tmp in which only a file's
 * owner can replace it. What does not exist is no fault. Where accounts have no numbers (Windows), nothing is looked at.
 *
 * @param path an absolute path
 * @returns the first fault on the way; null when there is none
 * @throws the system call's own error
 */
export function placeFault(path: string): PlaceFault | null {
  const owners = trustedOwners()
  return owners === null ? null : faultOnTheWay(path, owners, 0)
}

/** As many as Linux follows. */
const mostLinks = 40

function faultOnTheWay(path: string, owners: ReadonlySet<number>, links: number): PlaceFault | null {
  if (links > mostLinks) throw Object.assign(new Error(`ELOOP: ${path}`), { code: 'ELOOP', syscall: 'lstat' })
  let place: string = sep
  for (const name of ['', ...path.split(sep).filter((part) => part !== '')]) {
    const next = join(place, name)
    const facts = ignoring(['ENOENT', 'ENOTDIR'], () => lstatSync(next))
    if (facts === null) return null
    if (!owners.has(facts.uid)) return { place: next, owner: facts.uid }
    if (facts.isSymbolicLink()) {
      const fault = faultOnTheWay(resolve(place, readlinkSync(next)), owners, links + 1)
      if (fault !== null) return fault
      const target = ignoring(['ENOENT'], () => realpathSync(next))
      if (target === null) return null
      place = target
      continue
    }
    const isProtected = facts.isDirectory() && (facts.mode & 0o1000) !== 0
    if ((facts.mode & 0o002) !== 0 && (facts.isDirectory() || facts.isFile()) && !isProtected) {
      return { place: next, owner: null }
    }
    place = next
  }
  return null
}

function trustedOwners(): Set<number> | null {
  const account = process.getuid?.()
  if (account === undefined) return null
  const owners = new Set([0, account])
  // Whoever runs this by sudo, and gives a file of their own: sudo says who that is, and nobody else can set it here.
  if (/^\d{1,10}$/.test(process.env.SUDO_UID ?? '')) owners.add(Number(process.env.SUDO_UID))
  const outsider = ownerFromOutside()
  if (outsider !== null) owners.add(outsider)
  return owners
}

/** In a container without root's own number, whatever root has outside shows as belonging to this one; else null. */
function ownerFromOutside(): number | null {
  try {
    if (/^\s*0\s+0\s+4294967295\s*$/.test(readFileSync('/proc/self/uid_map', 'utf8'))) return null
    return Number(readFileSync('/proc/sys/kernel/overflowuid', 'utf8'))
  } catch {
    return null
  }
}
