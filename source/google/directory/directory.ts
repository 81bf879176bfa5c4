import type { z } from 'zod'
import type { DirectoryGroup, DirectoryUser, GroupMember } from '../../sync/directory.ts'
import type { Problem } from '../../text/problem.ts'
import type { Answer } from '../http/answer.ts'
import type { CallName } from '../http/call-name.ts'
import { type ApiCall, type ConnectionOptions, openConnection } from '../http/connection.ts'
import { type GoogleError, hasNoNextPage, readGoogleError, saysDeleted, saysNotFound } from '../http/google-error.ts'
import { parseAnswer } from '../http/parse-answer.ts'
import { directoryProblem } from '../problems/directory.ts'
import { refusedAnswer } from '../problems/directory-problems.ts'
import { brokenListing } from '../problems/listing.ts'
import { groupCall, groupsPageCall, membershipCall, membersPageCall, userCall, usersPageCall } from './calls.ts'
import { readEveryPage } from './listing.ts'
import { groupsPage, membership, membersPage, oneGroup, oneUser, type Page, usersPage } from './resources.ts'
import { type UserWalk, type Walked, walkUsers } from './user-walk.ts'

/** What a directory is made of: an administrator, and who is told of pages. */
export type DirectoryOptions = Omit<ConnectionOptions, 'administrator'> & {
  administrator: string
  /** Told of each page, with its number of items. */
  onPage?: ((event: { call: CallName; items: number }) => void) | undefined
}

/** A group's members as far as they may be read. */
export type MembersAnswer = { state: 'read'; members: GroupMember[] } | { state: 'gone' } | { state: 'forbidden' }

/**
 * The directory, for one run. It only reads. Every listing is complete or a problem, and after a problem every other
 * call under way ends with the same one.
 */
export type Directory = {
  administrator: string
  /** @throws Problem `emptyDirectory` when there is nobody */
  listUsers(): Promise<DirectoryUser[]>
  /**
   * Reads users until all are read, or it is enough.
   *
   * @param isEnough asked after each page but the last
   * @throws Problem `emptyDirectory` when there is nobody
   */
  walkUsers(isEnough: (walked: Walked) => boolean): Promise<UserWalk>
  /** @param key an id or an address. Null: the account does not exist (404) or was deleted a short time ago (412) */
  getUser(key: string): Promise<DirectoryUser | null>
  /** As `getUser`, and null also for an account that may not be read (403), as one of another organization. */
  findUser(key: string): Promise<DirectoryUser | null>
  listGroups(): Promise<DirectoryGroup[]>
  /** @param key an id or an address. Null: no such group (404) */
  getGroup(key: string): Promise<DirectoryGroup | null>
  /** As `getGroup`, and null also for a group that may not be read (403), as one of another organization. */
  findGroup(key: string): Promise<DirectoryGroup | null>
  listMembers(groupId: string): Promise<MembersAnswer>
  /**
   * Whether the account is in the group or in a group inside it. Null: no information (400, 404), as also from a server
   * that stands in for Google and does not know this call (405)
   */
  hasMember(groupId: string, userId: string): Promise<boolean | null>
  /** Takes a line for `--verbose`. */
  onDetail: (line: string) => void
}

/** What Google said instead of an answer, and the problem it is unless somebody understands it. */
type Refusal = { error: GoogleError; problem: Problem }

/** Prepares reading the directory as the administrator; the first call asks for the token. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { administrator, onPage = () => {}, onDetail = () => {} } = options
  const connection = openConnection(options)

  async function ask(call: ApiCall): Promise<{ granted: Answer } | Refusal> {
    const answer = await connection.ask(call)
    if (answer.status < 300) return { granted: answer }
    const error = readGoogleError(answer.status, answer.body)
    const identity = { key: options.key, administrator, scopes: [call.scope] }
    return { error, problem: directoryProblem(call.call, error, identity) }
  }

  async function askForPage<Item>(
    call: ApiCall,
    { number }: { number: number },
    shape: z.ZodType<Page<Item>>,
  ): Promise<Page<Item> | Refusal> {
    const outcome = await ask(call)
    if (!('granted' in outcome)) {
      if (number > 1 && hasNoNextPage(outcome.error)) {
        throw brokenListing(call.call, `Google does not know its page ${number} any more.`)
      }
      return outcome
    }
    return parseAnswer(call.call, outcome.granted, shape, (what) => brokenListing(call.call, what))
  }

  async function readPage<Item>(
    call: ApiCall,
    page: { number: number },
    shape: z.ZodType<Page<Item>>,
  ): Promise<Page<Item>> {
    const outcome = await askForPage(call, page, shape)
    if ('items' in outcome) return outcome
    throw outcome.problem
  }

  /** Null where `absent` understands the refusal. */
  async function askForOne<One>(
    call: ApiCall,
    shape: z.ZodType<One>,
    absent: (refusal: Refusal) => boolean,
  ): Promise<One | null> {
    const outcome = await ask(call)
    if ('granted' in outcome)
      return parseAnswer(call.call, outcome.granted, shape, (why) =>
        refusedAnswer('answerUnreadable', { call: call.call, why }),
      )
    if (absent(outcome)) return null
    throw outcome.problem
  }

  async function listMembers(groupId: string): Promise<MembersAnswer> {
    let state: 'read' | 'gone' | 'forbidden' = 'read'
    const members = await readEveryPage<GroupMember>('members.list', async (page) => {
      const outcome = await askForPage(membersPageCall(groupId, page), page, membersPage)
      if ('items' in outcome) {
        onPage({ call: 'members.list', items: outcome.items.length })
        return outcome
      }
      // Only the first page may say so: on a later one `askForPage` calls the list broken, since its end is missing.
      if (saysNotFound(outcome.error)) state = 'gone'
      else if (page.number === 1 && outcome.problem.code === 'rightMissing') state = 'forbidden'
      else throw outcome.problem
      return { items: [], nextPageToken: null }
    })
    return state === 'read' ? { state, members } : { state }
  }

  function listGroups(): Promise<DirectoryGroup[]> {
    return readEveryPage('groups.list', async (page) => {
      const read = await readPage(groupsPageCall(page), page, groupsPage)
      onPage({ call: 'groups.list', items: read.items.length })
      return read
    })
  }

  async function walkAllUsers(isEnough: (walked: Walked) => boolean): Promise<UserWalk> {
    const walk = await walkUsers({
      readPage: (direction, page) => readPage(usersPageCall(page, direction), page, usersPage),
      isEnough,
      onPage: (items) => onPage({ call: 'users.list', items }),
      onDetail,
    })
    if (walk.complete && walk.users.length === 0) throw refusedAnswer('emptyDirectory', { administrator })
    return walk
  }

  async function listUsers(): Promise<DirectoryUser[]> {
    const walk = await walkAllUsers(() => false)
    if (!walk.complete) throw new Error('A walk that nothing ends is complete')
    return walk.users
  }

  /** Ends all calls of the run with the first problem. */
  async function orEnd<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work
    } catch (problem) {
      connection.end(problem)
      throw problem
    }
  }

  return {
    administrator,
    onDetail,
    listUsers: () => orEnd(listUsers()),
    walkUsers: (isEnough) => orEnd(walkAllUsers(isEnough)),
    getUser: (key) =>
      orEnd(askForOne(userCall(key), oneUser, ({ error }) => saysNotFound(error) || saysDeleted(error))),
    findUser: (key) =>
      orEnd(
        askForOne(
          userCall(key),
          oneUser,
          ({ error, problem }) => saysNotFound(error) || saysDeleted(error) || problem.code === 'rightMissing',
        ),
      ),
    listGroups: () => orEnd(listGroups()),
    getGroup: (key) => orEnd(askForOne(groupCall(key), oneGroup, ({ error }) => saysNotFound(error))),
    findGroup: (key) =>
      orEnd(
        askForOne(
          groupCall(key),
          oneGroup,
          ({ error, problem }) => saysNotFound(error) || problem.code === 'rightMissing',
        ),
      ),
    listMembers: (groupId) => orEnd(listMembers(groupId)),
    hasMember: (groupId, userId) =>
      orEnd(
        askForOne(membershipCall(groupId, userId), membership, ({ error }) => [400, 404, 405].includes(error.status)),
      ),
  }
}
