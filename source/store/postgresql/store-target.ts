import { hostname } from 'node:os'
import * as z from 'zod'
import { parseJsonText } from '../../text/json/json-text.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, ignoring } from '../disk/file-operations.ts'
import { makeLastingFolder } from '../disk/make-folder.ts'
import { readWholeFile } from '../disk/read-whole-file.ts'
import { replaceFile, syncFolder } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import { parseStoreAddress, type StoreAddress } from './connection/store-address.ts'
import { databaseProblem } from './problems.ts'

const saved = z.object({
  version: z.literal(1),
  url: z.string(),
  password: z.string().nullable().default(null),
  passwordFile: z.string().nullable().default(null),
  archiveHost: z.string().min(1).nullable().default(null),
})

/** What `credentials/store.json` holds: where the store is when it is in a database, and how to sign in there. */
export type SavedTarget = Omit<z.infer<typeof saved>, 'version'>

/** A database that keeps the store of a home. */
export type StoreTarget = SavedTarget & { address: StoreAddress }

/** The name of this machine among those that have archives. */
export const archiveHostOf = ({ archiveHost }: Pick<SavedTarget, 'archiveHost'>): string => archiveHost ?? hostname()

/** What tells this home from the other ones that use the same database. */
export const homeName = (home: Home): string => `${hostname()}:${home.folder}`

/**
 * Reads where the store of a home is.
 *
 * @returns null where it is in files
 * @throws Problem `storeTargetUnusable`; Problem (failed) when the disk fails
 */
export function readStoreTarget(home: Home): StoreTarget | null {
  const path = home.storeTarget
  const file = onDisk('read', path, () => ignoring(['ENOENT', 'ENOTDIR'], () => readWholeFile(disk, path, 64 * 1024)))
  if (file === null) return null
  const unusable = (why: string) => databaseProblem('storeTargetUnusable', { file: path, why })
  if (file.state === 'unusable') throw unusable('It is not a text file, or it is too large.')
  const json = parseJsonText(file.text)
  if (json.state === 'bad') throw unusable(json.why)
  const parsed = saved.safeParse(json.value)
  if (!parsed.success) throw unusable('It does not hold what Rollcall writes there.')
  const address = parseStoreAddress(parsed.data.url)
  if (address.state === 'bad') throw unusable(address.why)
  const { version: _version, ...target } = parsed.data
  return { ...target, address: address.address }
}

/**
 * The target that a person names.
 *
 * @throws Problem (usage) `storeUrlUnusable`
 */
export function targetOf(target: SavedTarget): StoreTarget {
  const parsed = parseStoreAddress(target.url)
  if (parsed.state === 'bad') throw databaseProblem('storeUrlUnusable', { why: parsed.why })
  return { ...target, address: parsed.address }
}

/** Says where the store of a home is from now on: in a database, or in files (null). Throws Problem (failed) when the disk fails. */
export function saveStoreTarget(home: Home, target: SavedTarget | null): void {
  const path = home.storeTarget
  onDisk('write', path, () => {
    if (target === null) {
      if (ignoring(['ENOENT', 'ENOTDIR'], () => disk.unlinkSync(path)) !== null) syncFolder(disk, home.credentials)
      return
    }
    const { url, password, passwordFile, archiveHost } = target
    makeLastingFolder(disk, home.credentials)
    const content = { version: 1, url, password, passwordFile, archiveHost }
    replaceFile(disk, path, [`${JSON.stringify(content, null, 2)}\n`])
  })
}
