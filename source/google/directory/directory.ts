import type * as z from 'zod'
import type { DirectoryGroup, DirectoryUser, GroupMember } from '../../sync/directory.ts'
import type { Problem } from '../../text/problem.ts'
import type { Answer } from '../http/answer.ts'
import type { CallName } from '../http/call-name.ts'
import { type ApiCall, type ConnectionOptions, openConnection } from '../http/connection.ts'
import { type DocumentedRefusal, documentedRefusal } from '../http/documented-refusals.ts'
import { hasNoNextPage, readGoogleError } from '../http/google-error.ts'
import { parseAnswer } from '../http/parse-answer.ts'
import { directoryProblem } from '../problems/directory.ts'
import { refusedAnswer } from '../problems/directory-problems.ts'
import { brokenAnswer, brokenListing, stopsTheRun } from '../problems/listing.ts'
import {
  groupCall,
  groupsOfMemberPageCall,
  groupsPageCall,
  membershipCall,
  membersPageCall,
  userCall,
  usersPageCall,
} from './calls.ts'
import { aboutAnotherGroup, aboutAnotherUser } from './held-to-question.ts'
import { readEveryPage } from './listing.ts'
import { groupsPage, membership, membersPage, oneGroup, oneUser, type Page, usersPage } from './resources.ts'
import { type UserWalk, type Walked, walkUsers } from './user-walk.ts'

/** What a directory is made of: an administrator, and who is told of pages. */
export type DirectoryOptions = Omit<ConnectionOptions, 'administrator'> & {
  administrator: string
  /** Told of each page, with its number of items. */
  onPage?: ((event: { call: CallName; items: number }) => void) | undefined
}

/** What Google says of one account: it exists, it is deleted (404, 412), or the administrator may not see it (403). */
export type AccountAnswer = { state: 'exists'; user: DirectoryUser } | { state: 'deleted' } | { state: 'unreadable' }

/** What Google says of one group. */
export type GroupAnswer =
  | { state: 'exists'; group: DirectoryGroup; addresses: string[] }
  | { state: 'gone' }
  | { state: 'unreadable'; problem: Problem }

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
  /**
   * @param key an id or an address
   * @throws Problem `answerUnreadable` when the answer is about another account than the one asked for
   */
  getUser(key: string): Promise<AccountAnswer>
  listGroups(): Promise<DirectoryGroup[]>
  /**
   * @param key an id or an address
   * @throws Problem `answerUnreadable` when the answer is about another group than the one asked for
   */
  getGroup(key: string): Promise<GroupAnswer>
  listMembers(groupId: string): Promise<MembersAnswer>
  /**
   * Whether the account is in the group or in a group inside it. Null: Google has no answer to this question, as for an
   * indirect member of another domain than the group's (400), or keeps it back (403). Null is never a "no".
   */
  hasMember(groupId: string, userId: string): Promise<boolean | null>
  /**
   * The groups that an account (by id) or a group (by address) is a direct member of. Null: Google has no answer (403, 404)
   */
  groupsOf(memberKey: string): Promise<DirectoryGroup[] | null>
  /** Google's time by its newest answer, in milliseconds since 1970; null before one that says it. */
  time(): number | null
  /** Takes a line for `--verbose`. */
  onDetail: (line: string) => void
}

/** What Google said instead of an answer, and the problem it is unless somebody understands it. */
type Refusal = { answer: Answer; problem: Problem }

/** Prepares reading the directory as the administrator; the first call asks for the token. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { administrator, onPage = () => {}, onDetail = () => {} } = options
  const connection = openConnection(options)

  async function ask(call: ApiCall): Promise<{ granted: Answer } | Refusal> {
    const answer = await connection.ask(call)
    if (answer.status < 300) return { granted: answer }
    const error = readGoogleError(answer.status, answer.body)
    const identity = { key: options.key, administrator, scopes: [call.scope] }
    return { answer, problem: directoryProblem(call.call, error, identity) }
  }

  async function askForPage<Item>(
    call: ApiCall,
    { number }: { number: number },
    shape: z.ZodType<Page<Item>>,
  ): Promise<Page<Item> | Refusal> {
    const outcome = await ask(call)
    if (!('granted' in outcome)) {
      if (number > 1 && hasNoNextPage(readGoogleError(outcome.answer.status, outcome.answer.body))) {
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

  /**
   * One question that is not a listing.
   *
   * @param key which key of the path it is about
   * @returns the answer, or the refusal that Google documents as an answer to it
   * @throws Problem for everything else
   */
  async function askForOne<One>(
    call: ApiCall,
    shape: z.ZodType<One>,
    key: 'userKey' | 'groupKey' | 'memberKey',
  ): Promise<{ one: One } | { refusal: DocumentedRefusal; problem: Problem }> {
    const outcome = await ask(call)
    if ('granted' in outcome) {
      return { one: parseAnswer(call.call, outcome.granted, shape, (what) => brokenAnswer(call.call, what)) }
    }
    const refusal = documentedRefusal(outcome.answer, key)
    if (refusal === null) throw outcome.problem
    return { refusal, problem: outcome.problem }
  }

  async function getUser(key: string): Promise<AccountAnswer> {
    const answer = await askForOne(userCall(key), oneUser, 'userKey')
    if ('one' in answer) {
      if (aboutAnotherUser(answer.one, key)) throw brokenAnswer('users.get', `It is about another account than ${key}.`)
      return { state: 'exists', user: answer.one }
    }
    if (answer.refusal === 'notFound' || answer.refusal === 'deleted') return { state: 'deleted' }
    if (answer.refusal === 'forbidden') return { state: 'unreadable' }
    throw answer.problem
  }

  async function getGroup(key: string): Promise<GroupAnswer> {
    const answer = await askForOne(groupCall(key), oneGroup, 'groupKey')
    if ('one' in answer) {
      if (aboutAnotherGroup(answer.one, key)) throw brokenAnswer('groups.get', `It is about another group than ${key}.`)
      return { state: 'exists', ...answer.one }
    }
    if (answer.refusal === 'notFound') return { state: 'gone' }
    if (answer.refusal === 'forbidden') return { state: 'unreadable', problem: answer.problem }
    throw answer.problem
  }

  async function hasMember(groupId: string, userId: string): Promise<boolean | null> {
    const answer = await askForOne(membershipCall(groupId, userId), membership, 'memberKey')
    if ('one' in answer) return answer.one
    if (answer.refusal === 'notAnswered' || answer.refusal === 'forbidden') return null
    throw answer.problem
  }

  async function groupsOf(memberKey: string): Promise<DirectoryGroup[] | null> {
    let isAnswered = true
    const groups = await readEveryPage<DirectoryGroup>('groups.list', async (page) => {
      const outcome = await askForPage(groupsOfMemberPageCall(memberKey, page), page, groupsPage)
      if ('items' in outcome) return outcome
      if (documentedRefusal(outcome.answer, 'userKey') === null) throw outcome.problem
      isAnswered = false
      return { items: [], nextPageToken: null }
    })
    return isAnswered ? groups : null
  }

  async function listMembers(groupId: string): Promise<MembersAnswer> {
    let state: 'read' | 'gone' | 'forbidden' = 'read'
    const members = await readEveryPage<GroupMember>('members.list', async (page) => {
      const outcome = await askForPage(membersPageCall(groupId, page), page, membersPage)
      if ('items' in outcome) {
        onPage({ call: 'members.list', items: outcome.items.length })
        return outcome
      }
      // Only the first page may say so: a list that breaks off later lacks its end.
      const refusal = page.number === 1 ? documentedRefusal(outcome.answer, 'groupKey') : null
      if (refusal === 'notFound') state = 'gone'
      else if (refusal === 'forbidden') state = 'forbidden'
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
    } catch (error) {
      const problem = stopsTheRun(error)
      connection.end(problem)
      throw problem
    }
  }

  return {
    administrator,
    onDetail,
    time: () => connection.time(),
    listUsers: () => orEnd(listUsers()),
    walkUsers: (isEnough) => orEnd(walkAllUsers(isEnough)),
    getUser: (key) => orEnd(getUser(key)),
    listGroups: () => orEnd(listGroups()),
    getGroup: (key) => orEnd(getGroup(key)),
    listMembers: (groupId) => orEnd(listMembers(groupId)),
    hasMember: (groupId, userId) => orEnd(hasMember(groupId, userId)),
    groupsOf: (memberKey) => orEnd(groupsOf(memberKey)),
  }
}
