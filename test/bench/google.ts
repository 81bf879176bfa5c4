import { createDirectory } from '../../source/google/directory.ts'
import { readSnapshot } from '../../source/google/read-snapshot.ts'
import { parseServiceAccountKey } from '../../source/settings/service-account-key.ts'
import { type Simulator, startSimulator } from '../../source/simulator/simulator.ts'
import type { ChosenGroup } from '../../source/sync/settings.ts'
import { type Figure, figure, ratios, timed } from './figure.ts'

function directoryFor(google: Simulator) {
  return createDirectory({
    key: parseServiceAccountKey(JSON.stringify(google.key), 'key.json'),
    administrator: google.admin,
    endpoint: { origin: google.url },
    signal: new AbortController().signal,
  })
}

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    primaryEmail: `p${String(index).padStart(6, '0')}@example.com`,
    name: { fullName: `P ${index}` },
  }))

function organization(users: number, groups: number, members: number) {
  const accounts = people(users)
  return {
    domains: ['example.com'],
    admins: [accounts[0]?.primaryEmail ?? ''],
    users: accounts,
    groups: Array.from({ length: groups }, (_, group) => ({
      id: `g${group}`,
      email: `g${group}@example.com`,
      members: Array.from({ length: members }, (_, place) => ({
        email: accounts[(group * members + place) % users]?.primaryEmail ?? '',
      })),
    })),
  }
}

const chosen = (groups: number): ChosenGroup[] =>
  Array.from({ length: groups }, (_, group) => ({ id: `g${group}`, email: `g${group}@example.com`, name: '' }))

/** The same pages by bare fetch, so many at a time; the users' pages wait for one another. */
async function barePages(google: Simulator, token: string, groups: number, atOnce: number): Promise<void> {
  const get = async (path: string): Promise<{ nextPageToken?: string }> => {
    const response = await fetch(`${google.url}/admin/directory/v1/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return response.json() as Promise<{ nextPageToken?: string }>
  }
  const users = async (): Promise<void> => {
    let page: string | undefined
    do {
      const fields =
        'kind,nextPageToken,users(id,primaryEmail,name(givenName,familyName,fullName),aliases,nonEditableAliases,suspended,archived)'
      const next = await get(
        `users?customer=my_customer&maxResults=500&fields=${fields}${page ? `&pageToken=${page}` : ''}`,
      )
      page = next.nextPageToken
    } while (page !== undefined)
  }
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < groups)
      await get(`groups/g${next++}/members?maxResults=200&fields=kind,nextPageToken,members(id,email,type)`)
  }
  if (atOnce === 1) {
    await users()
    return worker()
  }
  await Promise.all([users(), ...Array.from({ length: atOnce - 1 }, worker)])
}

async function tokenOf(google: Simulator): Promise<string> {
  const { JWT } = await import('google-auth-library')
  const jwt = new JWT({
    email: google.key.client_email,
    key: google.key.private_key,
    subject: google.admin,
    scopes: [
      'https://www.googleapis.com/auth/admin.directory.user.readonly',
      'https://www.googleapis.com/auth/admin.directory.group.readonly',
    ],
    transporterOptions: {
      fetchImplementation: (input: string | URL | Request, init?: RequestInit) =>
        fetch(
          String(input instanceof Request ? input.url : input).replace('https://oauth2.googleapis.com', google.url),
          init,
        ),
    },
  })
  return (await jwt.getAccessToken()).token ?? ''
}

/** How long Google is read, and with how many requests. */
export async function googleFigures(): Promise<Figure[]> {
  const google = await startSimulator({ organization: organization(5000, 300, 50), latencyMilliseconds: 20 })
  const token = await tokenOf(google)
  const ours = (): Promise<number> => timed(() => readSnapshot(directoryFor(google), chosen(300)))
  const concurrent = await ratios(5, ours, () => timed(() => barePages(google, token, 300, 16)))
  const serial = await ratios(3, () => timed(() => barePages(google, token, 300, 1)), ours)
  await google.close()
  const small = await startSimulator({ organization: organization(300, 2, 40) })
  await readSnapshot(directoryFor(small), chosen(2))
  const requests = small.requests.length
  await small.close()
  return [
    figure({
      name: 'reading 5,000 users and 300 groups, 20 ms a request',
      floor: 'bare `fetch` of the same pages, 16 at once',
      target: 1.3,
      unit: '×',
      values: concurrent,
    }),
    figure({
      name: 'the same, how many times faster',
      floor: 'one request after the other',
      target: 10,
      atLeast: true,
      unit: '×',
      values: serial,
    }),
    figure({
      name: 're-sync of 300 users and two groups',
      floor: 'one request for each page, and the token',
      target: 4,
      unit: 'requests',
      values: [requests],
    }),
  ]
}
