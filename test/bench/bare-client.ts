import { JWT } from 'google-auth-library'
import type { ServedSimulator } from './served-simulator.ts'

/** Reads pages with nothing but `fetch`: what any program must do that reads them. */
export type BareClient = {
  /** The users' pages, one after the other because each needs the token of the one before. */
  readUsers: () => Promise<void>
  readMembers: (groupId: string) => Promise<void>
}

/** Signs in, and prepares the pages that a synchronization reads. */
export async function openBareClient({ url, key, admin }: ServedSimulator): Promise<BareClient> {
  const here = (input: string | URL | Request) =>
    String(input instanceof Request ? input.url : input).replace('https://oauth2.googleapis.com', url)
  const jwt = new JWT({
    email: key.client_email,
    key: key.private_key,
    subject: admin,
    scopes: [
      'https://www.googleapis.com/auth/admin.directory.user.readonly',
      'https://www.googleapis.com/auth/admin.directory.group.readonly',
    ],
    transporterOptions: { fetchImplementation: (input, init) => fetch(here(input), init) },
  })
  const { token } = await jwt.getAccessToken()
  const headers = { authorization: `Bearer ${token}` }
  const get = async (path: string): Promise<{ nextPageToken?: string }> => {
    const response = await fetch(`${url}/admin/directory/v1/${path}&prettyPrint=false`, { headers })
    return response.json() as Promise<{ nextPageToken?: string }>
  }
  const userFields = 'id,primaryEmail,name(givenName,familyName,fullName),aliases,nonEditableAliases,suspended,archived'
  const users = `users?customer=my_customer&maxResults=500&orderBy=email&fields=kind,nextPageToken,users(${userFields})`
  const members = 'members?maxResults=200&fields=kind,nextPageToken,members(id,email,type)'
  return {
    async readUsers() {
      let page: string | undefined
      do {
        page = (await get(page === undefined ? users : `${users}&pageToken=${page}`)).nextPageToken
      } while (page !== undefined)
    },
    async readMembers(groupId) {
      await get(`groups/${groupId}/${members}`)
    },
  }
}
