import type { CallName } from './call-name.ts'
import { brokenListing } from './problems/listing.ts'
import type { Page } from './resources.ts'

/** More pages than any organization has: 500 users on each make five million. */
const mostPages = 10_000

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
  const items: Item[] = []
  const tokens = new Set<string>()
  const ids = new Set<string>()
  let pageToken: string | null = null
  for (let number = 1; number <= mostPages; number += 1) {
    const page: Page<Item> = await readPage({ pageToken, number })
    for (const item of page.items) {
      if (ids.has(item.id)) throw brokenListing(call, 'The same entry came twice.')
      ids.add(item.id)
      items.push(item)
    }
    pageToken = page.nextPageToken
    if (pageToken === null) return items
    if (tokens.has(pageToken)) throw brokenListing(call, 'The same page token came twice, so pages may be missing.')
    tokens.add(pageToken)
  }
  throw brokenListing(call, 'The pages do not end.')
}
