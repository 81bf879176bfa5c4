import type { DirectoryUser } from '../../sync/directory.ts'
import { Problem } from '../../text/problem.ts'
import { createListing, type Listing } from './listing.ts'
import type { Page } from './resources.ts'
import { addressOrders, type Compare, isInOrder, joinWalks } from './walk-order.ts'

/** Which end of the list, sorted by address, a page is counted from. */
export type Direction = 'ascending' | 'descending'

/** What a walk needs and tells. */
export type UserWalkTools = {
  readPage: (direction: Direction, page: { pageToken: string | null; number: number }) => Promise<Page<DirectoryUser>>
  /** Asked after each page but the last: whether nothing more of the list is needed. */
  isEnough: (walked: Walked) => boolean
  /** Told of each page, with the number of users that no page before had. */
  onPage: (newUsers: number) => void
  onDetail: (line: string) => void
}

/** What has been read of the list so far. */
export type Walked = { pages: number; has: (id: string) => boolean; users: () => DirectoryUser[] }

/** All users, or what was read when it was enough. */
export type UserWalk = { complete: true; users: DirectoryUser[]; pages: number } | { complete: false; walked: Walked }

/** Most organizations are read within so many pages; only longer lists are walked from their other end as well. */
const pagesBeforeTurningRound = 3

/**
 * Reads the list of users. Pages wait for one another, so a long list is walked from both ends at once until the walks
 * overlap by a page. That is trusted only while both keep one order, give full pages, and have the very same accounts
 * where they overlap; otherwise the walk from the front, which needs no such proof, goes on alone to the end. Whom Google
 * leaves out of a list without a trace no walk can know of; nobody is deleted for it, because each is looked up directly.
 *
 * @throws Problem of the walk from the front; a failure of the other one only ends that one
 */
export function walkUsers(tools: UserWalkTools): Promise<UserWalk> {
  const front = createListing<DirectoryUser>('users.list')
  let back: Listing<DirectoryUser> | null = null
  let orders = [...addressOrders]
  let ended = false
  let pages = 0
  let pageSize = 0
  let hasGaps = false
  const walked = {
    has: (id: string) => front.has(id) || back?.has(id) === true,
    users: () => [...front.items, ...(back?.items ?? []).filter(({ id }) => !front.has(id))],
  }

  /** Takes a page in. Null: the list does not end here, and more is needed. */
  function take(listing: Listing<DirectoryUser>, page: Page<DirectoryUser>): UserWalk | null {
    const other = listing === front ? back : front
    const last = listing.items.at(-1)
    listing.add(page)
    pages += 1
    if (pages === 1) pageSize = page.items.length
    // Where a page holds fewer than the first, accounts may have been left out of it, and of it alone.
    hasGaps ||= page.nextPageToken !== null && page.items.length !== pageSize
    tools.onPage(page.items.reduce((count, { id }) => (other?.has(id) ? count : count + 1), 0))
    if (listing === front && front.nextPageToken === null) return { complete: true, users: front.items, pages }
    if (back !== null) {
      const fresh = last === undefined ? page.items : [last, ...page.items]
      const order = orderKeptBy(fresh, listing === front ? 1 : -1, back)
      if (hasGaps) leaveBack('not all pages are full')
      else if (order === undefined) leaveBack('the list is not in one order')
      else {
        const joined = joinWalks(front, back.items, order, pageSize)
        if (joined === 'differ') leaveBack('the two ends do not agree')
        else if (joined !== 'apart') {
          tools.onDetail(`users.list: the two ends met after ${pages} pages`)
          return { complete: true, users: joined, pages }
        } else if (back.nextPageToken === null && back.items.length > 0) leaveBack('it ended before they met')
      }
    }
    return tools.isEnough({ pages, ...walked }) ? { complete: false, walked: { pages, ...walked } } : null
  }

  /** The first order that everything read so far is in; most often the one that the fresh part is in again. */
  function orderKeptBy(fresh: DirectoryUser[], sign: 1 | -1, { items }: Listing<DirectoryUser>): Compare | undefined {
    if (orders[0] !== undefined && isInOrder(fresh, orders[0], sign)) return orders[0]
    orders = orders.slice(1).filter((order) => isInOrder(front.items, order, 1) && isInOrder(items, order, -1))
    return orders[0]
  }

  function leaveBack(why: string): void {
    back = null
    tools.onDetail(`users.list: goes on from the front alone, because ${why}`)
  }

  return new Promise((resolve, reject) => {
    const finish = (result: UserWalk): void => {
      ended = true
      resolve(result)
    }

    async function walkFront(): Promise<void> {
      while (!ended) {
        const page = await tools.readPage('ascending', { pageToken: front.nextPageToken, number: front.pages + 1 })
        if (ended) return
        const result = take(front, page)
        if (result !== null) return finish(result)
        if (front.pages === pagesBeforeTurningRound) turnRound()
      }
    }

    function turnRound(): void {
      orders = orders.filter((order) => isInOrder(front.items, order, 1))
      if (hasGaps || orders.length === 0) {
        const why = hasGaps ? 'not all pages are full' : 'it is in no known order'
        tools.onDetail(`users.list: read from the front alone, because ${why}`)
        return
      }
      const listing = createListing<DirectoryUser>('users.list')
      back = listing
      walkBack(listing).catch((error: unknown) => {
        if (!(error instanceof Problem)) return reject(error)
        if (back === listing) leaveBack(`the other end cannot be read (${error.code})`)
      })
    }

    async function walkBack(listing: Listing<DirectoryUser>): Promise<void> {
      while (!ended && back === listing) {
        const page = await tools.readPage('descending', { pageToken: listing.nextPageToken, number: listing.pages + 1 })
        if (ended || back !== listing) return
        const result = take(listing, page)
        if (result !== null) return finish(result)
      }
    }

    walkFront().catch(reject)
  })
}
