import type * as z from 'zod'
import type { GroupMember } from '../../sync/directory.ts'
import type { Problem } from '../../text/problem.ts'
import type { Answer } from '../http/answer.ts'
import { type ApiCall, type ConnectionOptions, type GoogleConnection, openConnection } from '../http/connection.ts'
import { documentedRefusal } from '../http/documented-refusals.ts'
import { type GoogleError, readGoogleError } from '../http/google-error.ts'
import { parseAnswer } from '../http/parse-answer.ts'
import { directoryProblem, gmailProblem } from '../problems/directory.ts'
import { refusedAnswer } from '../problems/directory-problems.ts'
import { groupScope, mailScope, userScope } from '../scopes.ts'
import { groupsPageCall, mailboxCall, membersPageCall, usersPageCall } from './calls.ts'
import { createListing } from './listing.ts'
import { groupsPage, mailbox, membersPage, type Page, usersPage } from './resources.ts'

/** The first page of a list that holds anything, and whether there are more. */
export type FirstPage<Item> = { items: Item[]; more: boolean }

/** A group as far as a problem names it. */
type NamedGroup = { id: string; email: string; name: string }

/** Questions that each test one part of the connection. Each throws the Problem that explains the failure. */
export type Probes = {
  /** The key itself: a token for the service account, without delegation. */
  serviceAccount(): Promise<void>
  /** Minutes that this machine's clock is ahead of Google's; null before the first answer. */
  clockOffset(): number | null
  /** A token for this scope alone, with the administrator as subject. */
  scope(scope: string): Promise<void>
  users(): Promise<FirstPage<{ primaryEmail: string }>>
  groups(): Promise<FirstPage<NamedGroup>>
  members(group: NamedGroup): Promise<FirstPage<GroupMember>>
  /** The address of the administrator's mailbox. */
  mailbox(): Promise<string>
}

/** Prepares the questions. Each scope has a connection of its own, so that no token covers more than its scope. */
export function createProbes(options: ConnectionOptions & { administrator: string }): Probes {
  const { key, administrator } = options
  const alone = openConnection({ ...options, administrator: null })
  const connections = new Map<string, GoogleConnection>()

  function connectionFor(scope: string): GoogleConnection {
    const connection = connections.get(scope) ?? openConnection(options)
    connections.set(scope, connection)
    return connection
  }

  async function ask<Shape>(
    call: ApiCall,
    shape: z.ZodType<Shape>,
    explain: (error: GoogleError, answer: Answer) => Problem,
  ): Promise<Shape> {
    const answer: Answer = await connectionFor(call.scope).ask(call)
    if (answer.status >= 300) throw explain(readGoogleError(answer.status, answer.body), answer)
    return parseAnswer(call.call, answer, shape, (why) => refusedAnswer('answerUnreadable', { call: call.call, why }))
  }

  /** Google may give empty pages before the first one that holds anything. */
  async function firstPage<Item extends { id: string }>(
    pageCall: (page: { pageToken: string | null; number: number }) => ApiCall,
    shape: z.ZodType<Page<Item>>,
    explain?: (error: GoogleError, answer: Answer) => Problem,
  ): Promise<FirstPage<Item>> {
    const listing = createListing<Item>(pageCall({ pageToken: null, number: 1 }).call)
    do {
      const call = pageCall({ pageToken: listing.nextPageToken, number: listing.pages + 1 })
      const usual = (error: GoogleError) =>
        directoryProblem(call.call, error, { key, administrator, scopes: [call.scope] })
      listing.add(await ask(call, shape, explain ?? usual))
    } while (listing.items.length === 0 && listing.nextPageToken !== null)
    return { items: listing.items, more: listing.nextPageToken !== null }
  }

  return {
    serviceAccount: () => alone.proveScope(userScope),
    clockOffset: () => alone.clockOffset(),
    scope: (scope) => connectionFor(scope).proveScope(scope),
    users: () => firstPage((page) => usersPageCall(page), usersPage),
    groups: () => firstPage(groupsPageCall, groupsPage),
    members: (group) =>
      firstPage(
        (page) => membersPageCall(group.id, page),
        membersPage,
        (error, answer) => {
          const problem = directoryProblem('members.list', error, { key, administrator, scopes: [groupScope] })
          const shown = { name: group.name, group: group.email, groupId: group.id }
          if (documentedRefusal(answer, 'groupKey') === 'notFound') return refusedAnswer('groupGone', shown)
          return problem.code === 'rightMissing'
            ? refusedAnswer('groupUnreadable', { ...shown, administrator })
            : problem
        },
      ),
    async mailbox() {
      const explain = (error: GoogleError) => gmailProblem(error, { key, administrator, scopes: [mailScope] })
      return (await ask(mailboxCall(), mailbox, explain)).emailAddress
    },
  }
}
