import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { invalidInput } from '../server/errors.ts'
import type { OrderedList } from './ordered-list.ts'

/** Where a listing goes on. */
type Position = {
  /** What was asked; a token is good for the same listing only. */
  listing: string
  /** The place of the last item that was given out. */
  after: string
  /** The page that the token leads to, from 2. */
  page: number
  /** Milliseconds since 1970. */
  issued: number
}

const positionSchema: z.ZodType<Position> = z.object({
  listing: z.string(),
  after: z.string(),
  page: z.number(),
  issued: z.number(),
})

/** Cuts listings into pages, with tokens that say nothing to whoever holds them and cannot be made up. */
export type Pager = {
  /** The page's items, and the token of the next page where there is one. */
  page<Item>(list: OrderedList<Item>, request: PageRequest): { items: Item[]; nextPageToken: string | undefined }
  /** The number of the page that a token leads to, from 1; 1 without a token or with a bad one. */
  pageNumber(pageToken: string | null): number
}

export type PageRequest = {
  /** Everything that makes this listing another than its neighbours, as a text. */
  listing: string
  pageToken: string | null
  size: number
  /** How long tokens live, in milliseconds. */
  lifetime: number
  /** Milliseconds since 1970. */
  now: number
}

/** A pager whose tokens no other pager takes. */
export function createPager(): Pager {
  const secret = randomBytes(32)
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest().subarray(0, 16)

  const write = (position: Position) => {
    const text = JSON.stringify(position)
    return Buffer.concat([sign(text), Buffer.from(text)]).toString('base64url')
  }
  const read = (token: string): Position | undefined => {
    const bytes = Buffer.from(token, 'base64url')
    const text = bytes.subarray(16).toString()
    if (bytes.length <= 16 || bytes.toString('base64url') !== token) return undefined
    if (!timingSafeEqual(bytes.subarray(0, 16), sign(text))) return undefined
    return positionSchema.parse(JSON.parse(text))
  }

  return {
    page: (list, request) => {
      let start = 0
      let page = 1
      if (request.pageToken !== null && request.pageToken !== '') {
        const position = read(request.pageToken)
        if (
          position === undefined ||
          position.listing !== request.listing ||
          request.now - position.issued > request.lifetime
        ) {
          throw invalidInput(request.pageToken)
        }
        start = list.startAfter(position.after)
        page = position.page
      }
      const items = list.items.slice(start, start + request.size)
      const lastIndex = start + items.length - 1
      const last = items.at(-1)
      const more = last !== undefined && lastIndex + 1 < list.items.length
      return {
        items,
        nextPageToken: more
          ? write({
              listing: request.listing,
              after: list.keyOf(last, lastIndex),
              page: page + 1,
              issued: request.now,
            })
          : undefined,
      }
    },
    pageNumber: (pageToken) => (pageToken === null ? 1 : (read(pageToken)?.page ?? 1)),
  }
}
