import { join } from 'node:path'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import type { Home } from '../../store/home.ts'

/** A file or folder that more than its owner can open. */
export type TooWideMode = { path: string; mode: number; needed: number }

/**
 * Lists what in the home others than its owner can read or change, the credentials first. Links are left alone: what they
 * lead to is not Rollcall's own.
 */
export function listTooWideModes(home: Home): TooWideMode[] {
  const files = ignoring(['ENOENT', 'EACCES'], () => disk.readdirSync(home.credentials)) ?? []
  const paths = [
    home.credentials,
    ...files.map((name) => join(home.credentials, name)),
    home.folder,
    home.settings,
    home.users,
    home.backups,
    home.history,
  ]
  return paths.flatMap((path) => {
    const facts = ignoring(['ENOENT'], () => disk.lstatSync(path))
    if (facts === null || facts.isSymbolicLink()) return []
    const mode = facts.mode & 0o777
    return (mode & 0o077) === 0 ? [] : [{ path, mode, needed: mode & 0o700 }]
  })
}

/** Takes the rights of everybody else away from what `listTooWideModes` found. Throws Problem (failed) when it may not. */
export function fixPermissions(found: readonly TooWideMode[]): void {
  for (const { path, needed } of found) onDisk('change the mode of', path, () => disk.chmodSync(path, needed))
}
