import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { parseJsonText } from '../../text/json/json-text.ts'
import { Problem } from '../../text/problem.ts'
import { onDisk } from '../disk/disk-problems.ts'
import { disk, ignoring } from '../disk/file-operations.ts'
import { readWholeFile } from '../disk/read-whole-file.ts'
import { replaceFile } from '../disk/replace-file.ts'
import type { Home } from '../home.ts'
import { withStoreLock } from '../lock/lock.ts'
import { storeProblem } from '../problems.ts'

const openSession = z.object({
  id: z.string(),
  userName: z.string(),
  directoryId: z.string().nullable(),
  way: z.enum(['google', 'password']),
  since: z.int(),
  seen: z.int(),
  from: z.string().nullable(),
  agent: z.string().nullable(),
})

const schema = z.object({
  version: z.literal(1),
  open: z.array(openSession).default([]),
  ended: z.array(z.object({ id: z.string(), until: z.int() })).default([]),
  endedUsers: z
    .array(z.object({ userName: z.string(), directoryId: z.string().nullable(), before: z.int() }))
    .default([]),
  endedAll: z.int().nullable().default(null),
})

/** A browser that signed in. `id` is a digest: nobody signs in with what this list holds. Times are in milliseconds. */
export type OpenSession = z.infer<typeof openSession>

/**
 * What `sessions.json` holds: who is signed in, and the ends that must outlive a restart. `until` is when the cookie is
 * worthless anyway; a session of a user that began no later than `before` is over.
 */
export type SessionList = z.infer<typeof schema>

const maximumBytes = 64 * 1024 * 1024

const emptyList = (): SessionList => ({ version: 1, open: [], ended: [], endedUsers: [], endedAll: null })

/** The name that the list has for a session. */
export function sessionDigest(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 22)
}

/**
 * Reads the list of sessions; an empty one when there is none yet.
 *
 * @throws Problem `sessionsUnusable`; Problem (failed) when the disk fails
 */
export function readSessionList(home: Home): SessionList {
  const path = home.sessions
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(disk, path, maximumBytes)))
  if (file === null) return emptyList()
  const json = file.state === 'read' ? parseJsonText(file.text) : null
  return parseSessionList(json?.state === 'good' ? json.value : undefined, path)
}

/**
 * Reads a list of sessions from its JSON.
 *
 * @param path where it stood, for the problem
 * @throws Problem `sessionsUnusable`
 */
export function parseSessionList(json: unknown, path: string): SessionList {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw storeProblem('sessionsUnusable', { path })
  return parsed.data
}

/**
 * Changes the list of sessions as its only writer.
 *
 * @returns the list as it is now
 * @throws Problem (locked) when another process holds the list for seconds; those of `readSessionList`
 */
export function changeSessionList(home: Home, change: (list: SessionList) => SessionList): Promise<SessionList> {
  return withSessionsLock(home, () => {
    const list = change(readSessionList(home))
    onDisk('write', home.sessions, () => replaceFile(disk, home.sessions, [`${JSON.stringify(list)}\n`]))
    return list
  })
}

/**
 * Does something as the only writer of sessions and their keys, and waits for another writer, who needs milliseconds.
 *
 * @throws Problem (locked) when another process holds the lock for seconds
 */
export async function withSessionsLock<Result>(home: Home, work: () => Result): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withStoreLock({ ...home, lock: home.sessionsLock }, { command: 'sessions' }, async () => work())
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'locked' || attempt === 200) throw error
      await wait(10 + Math.random() * 20)
    }
  }
}
