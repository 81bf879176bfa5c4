import { homedir } from 'node:os'
import { join } from 'node:path'

/** A path as a person types it: `~` is the own home folder, which no shell puts in place behind `--home=`. */
export function expandHome(typed: string): string {
  return typed === '~' || typed.startsWith('~/') ? join(homedir(), typed.slice(1)) : typed
}
