import type { CallName } from '../http/call-name.ts'
import { brokenListing } from '../problems/listing.ts'
import type { Page } from './resources.ts'

/** More pages than any organization has: 500 users on each make five million. */
const mostPages = 10_000

/** A listing while its pages arrive. */
export type Listing<Item> = {
  items: Item[]
  has: (id: string) => boolean
  pages: number
  /** Where the next page is; null before the first page and after the last. */
  nextPageToken: string | null
  /** Takes the next page in. Throws Problem `listingIncomplete` when a token or an id comes twice, or there is no end. */
  add(page: Page<Item>): void
}

/** Begins a listing. */
export function createListing<Item extends { id: string }>(call: CallName): Listing<Item> {
  const tokens = new Set<string>()
  const ids = new Set<string>()
  return {
    items: [],
    has: (id) => ids.has(id),
    pages: 0,
    nextPageToken: null,
    add({ items, nextPageToken }) {
      for (const item of items) {
        if (ids.has(item.id)) throw brokenListing(call, 'The same entry came twice.')
        ids.add(item.id)
        this.items.push(item)
      }
      this.pages += 1
      this.nextPageToken = nextPageToken
      if (nextPageToken === null) return
      if (tokens.has(nextPageToken)) {
        throw brokenListing(call, 'The same page token came twice, so pages may be missing.')
      }
      tokens.add(nextPageToken)
      if (this.pages >= mostPages) throw brokenListing(call, 'The pages do not end.')
    },
  }
}

/**
 * Reads every page of a listing. The list is complete when this returns.
 *
 * @param readPage reads the page of a token; null is the first one
 * @throws Problem `listingIncomplete` when a page token or an id comes twice, or the pages do not end
 */
export async function readEveryPage<Item extends { id: string }>(
  call: CallName,
  readPage: (page: { pageToken: string | null; number: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const listing = createListing<Item>(call)
  do {
    listing.add(await readPage({ pageToken: listing.nextPageToken, number: listing.pages + 1 }))
  } while (listing.nextPageToken !== null)
  return listing.items
}
