import { statSync } from 'node:fs'
import { ignoring } from '../disk/file-operations.ts'
import { onceInATurn } from '../disk/once-in-a-turn.ts'
import { identityOf } from '../disk/read-whole-file.ts'
import type { Home } from '../home.ts'
import type { FollowedSessions } from '../store.ts'
import { readSessionList } from './session-list.ts'

/**
 * Follows `sessions.json`, which other processes write too: questions that arrive together look at the file's identity once,
 * which costs microseconds, and it is read again only when it changed.
 *
 * @throws Problem when the list cannot be read
 */
export function followSessionFile(home: Home): FollowedSessions {
  const look = (): string | null => {
    const facts = ignoring(['ENOENT'], () => statSync(home.sessions, { bigint: true }))
    return facts === null ? null : identityOf(facts)
  }
  const lookInTurn = onceInATurn(look)
  let identity = look()
  let list = readSessionList(home)
  return {
    newest() {
      const found = lookInTurn()
      if (found !== identity) {
        list = readSessionList(home)
        identity = found
      }
      return list
    },
    keys: () => null,
    close: async () => undefined,
  }
}
