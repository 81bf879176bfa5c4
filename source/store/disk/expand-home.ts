import { join } from 'node:path'
import { homeDirectory } from '../../environment/folders.ts'

/** A path as a person types it: `~` is the own home folder, which no shell puts in place behind `--home=`. */
export function expandHome(typed: string): string {
  if (typed !== '~' && !typed.startsWith('~/')) return typed
  const home = homeDirectory(process.env)
  return home === null ? typed : join(home, typed.slice(1))
}
