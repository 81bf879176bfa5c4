import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Direction } from '../../../source/google/directory/user-walk.ts'

/** An account as far as the list of users shows it. */
export type Listed = { id: string; primaryEmail: string }

/** A list of users, and what is wrong with it. */
export type BadList = {
  users: Listed[]
  pageSize: number
  /** How the list is sorted; backwards is the reverse of it, unless `backwards` says otherwise. */
  order: 'address' | 'dictionary' | 'capitalsFirst' | 'none'
  backwards: 'reverse' | 'ignored' | 'shuffled'
  /** Places that have changed hands in the list that is read backwards. */
  swaps: readonly (readonly [number, number])[]
  faults: readonly { direction: Direction; page: number; kind: PageFault }[]
  /** What happens to the organization before the so-manieth request. */
  changes: readonly { before: number; kind: 'add' | 'remove' | 'rename'; who: number }[]
}

/** What can be wrong with a page. */
export type PageFault = 'lacks' | 'empty' | 'repeatsUser' | 'repeatsToken' | 'unordered' | 'endsEarly'

/** A server that answers tokens to anybody, and whatever list of users it is set to. */
export async function startBadListServer() {
  let list: BadList | null = null
  let requests = 0
  let lost = new Set<string>()
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1')
    const body =
      url.pathname === '/token' || list === null
        ? { access_token: 'x', expires_in: 3600, token_type: 'Bearer' }
        : pageOf(list, url.searchParams)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address and a port')

  function pageOf(bad: BadList, query: URLSearchParams) {
    requests += 1
    for (const { before, kind, who } of bad.changes) if (before === requests) change(bad.users, kind, who)
    const direction = query.get('sortOrder') === 'DESCENDING' ? 'descending' : 'ascending'
    const token = query.get('pageToken')
    const { after, page } = token === null ? { after: null, page: 1 } : readToken(token)
    const users = sorted(bad, direction)
    const start = after === null ? 0 : placeAfter(users, after, orderOf(bad, direction))
    const faults = bad.faults.filter((fault) => fault.direction === direction && fault.page === page)
    const has = (kind: PageFault) => faults.some((fault) => fault.kind === kind)
    let items = users.slice(start, start + (has('empty') ? 0 : bad.pageSize))
    const last = items.at(-1) ?? after
    let next = start + items.length < users.length ? writeToken(last, page + 1) : undefined
    if (has('lacks') && direction === 'ascending') for (const { id } of items.slice(0, 1)) lost.add(id)
    if (has('lacks')) items = items.slice(1)
    if (has('unordered')) items.reverse()
    if (has('repeatsUser')) items.push(...users.slice(0, 1))
    if (has('repeatsToken')) next = token ?? next
    if (has('endsEarly')) next = undefined
    return { kind: 'admin#directory#users', users: items, nextPageToken: next }
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    serve: (next: BadList) => {
      list = next
      requests = 0
      lost = new Set()
    },
    /** Who was left out of pages that were read from the front: no walk from there could know of them. */
    lost: () => lost,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const writeToken = (last: Listed | null, page: number) => `${page} ${last?.id ?? ''} ${last?.primaryEmail ?? ''}`

function readToken(token: string) {
  const [page, id = '', primaryEmail = ''] = token.split(' ')
  return { page: Number(page), after: id === '' ? null : { id, primaryEmail } }
}

/** Where the list goes on, also when the account that was given last has gone or has moved since. */
function placeAfter(users: Listed[], after: Listed, order: Compare): number {
  const place = users.findIndex(({ id, primaryEmail }) => id === after.id && primaryEmail === after.primaryEmail)
  if (place >= 0) return place + 1
  const next = users.findIndex((user) => order(user, after) > 0)
  return next < 0 ? users.length : next
}

type Compare = (a: Listed, b: Listed) => number
const dictionary = new Intl.Collator('en')
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const orders: Record<BadList['order'], Compare> = {
  address: (a, b) => byText(a.primaryEmail.toLowerCase(), b.primaryEmail.toLowerCase()),
  dictionary: (a, b) => dictionary.compare(a.primaryEmail, b.primaryEmail),
  capitalsFirst: (a, b) => byText(a.primaryEmail, b.primaryEmail),
  none: (a, b) => scatter(a.id) - scatter(b.id),
}

/** A number that has nothing to do with the order of the ids. */
const scatter = (id: string): number => (Number(id) * 7919) % 104_729

function orderOf({ order, backwards }: BadList, direction: Direction): Compare {
  if (direction === 'ascending' || backwards === 'ignored') return orders[order]
  return backwards === 'shuffled' ? orders.none : (a, b) => -orders[order](a, b)
}

function sorted(bad: BadList, direction: Direction): Listed[] {
  const list = [...bad.users].sort(orderOf(bad, direction))
  for (const [from, to] of direction === 'ascending' ? [] : bad.swaps) {
    const [one, other] = [list[from % list.length], list[to % list.length]]
    if (one === undefined || other === undefined) continue
    list[from % list.length] = other
    list[to % list.length] = one
  }
  return list
}

function change(users: Listed[], kind: BadList['changes'][number]['kind'], who: number): void {
  const user = users[who % users.length]
  if (user === undefined) return
  if (kind === 'add') users.push({ id: `${900_000 + who}`, primaryEmail: `m${who}@example.com` })
  if (kind === 'remove') users.splice(users.indexOf(user), 1)
  if (kind === 'rename') users[users.indexOf(user)] = { ...user, primaryEmail: `${who % 10}r${who}@example.com` }
}
