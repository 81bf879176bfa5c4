import { fold } from '../addresses.ts'
import { compareText } from '../compare.ts'
import type { DirectoryUser } from '../directory.ts'

/** An organizational unit as it stands in the tree. */
export type UnitNode = {
  /** Such as `/Sales/EMEA`. */
  path: string
  /** Its own name, such as `EMEA`; `/` for the organization itself. */
  name: string
  /** How far below the organization it is: 0 for the organization itself. */
  depth: number
  /** The people in it and below it. */
  people: number
}

/**
 * Makes the tree of the units that people are in, each below the one it belongs to. Units without anybody in them are in no
 * account, so they are not known. Upper and lower case are the same, as in Google; the first spelling is kept.
 */
export function unitTree(users: readonly DirectoryUser[]): UnitNode[] {
  const units = new Map<string, UnitNode>()
  const unitAt = (path: string, depth: number): UnitNode => {
    const found = units.get(fold(path))
    if (found !== undefined) return found
    const made = { path, name: path.slice(path.lastIndexOf('/') + 1) || '/', depth, people: 0 }
    units.set(fold(path), made)
    return made
  }
  for (const { orgUnitPath } of users) {
    if (orgUnitPath === null) continue
    unitAt('/', 0).people += 1
    const names = orgUnitPath.split('/').filter((name) => name !== '')
    names.forEach((_, index) => {
      unitAt(`/${names.slice(0, index + 1).join('/')}`, index + 1).people += 1
    })
  }
  // Below the slash comes nothing, so that a unit's own come right behind it, before `/Sales-2`.
  const place = ({ path }: UnitNode): string => fold(path).replaceAll('/', '\u0000')
  return [...units.values()].sort((a, b) => compareText(place(a), place(b)))
}
