import test from 'ava'
import { JWT } from 'google-auth-library'
import { admin } from 'googleapis/build/src/apis/admin/index.js'
import { demoOrganization } from '../../source/simulator/organization/demo-organization.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { groupScope, userScope } from './raw-client.ts'

test("Google's own client reads users, groups and members without noticing a difference", async (t) => {
  const simulator = await startSimulator({ organization: demoOrganization() })
  t.teardown(simulator.close)
  const auth = new JWT({
    email: simulator.key.client_email,
    key: simulator.key.private_key,
    keyId: simulator.key.private_key_id,
    scopes: [userScope, groupScope],
    subject: simulator.admin,
    transporterOptions: {
      // The client library names Google's token address only; the path is kept and the host replaced.
      fetchImplementation: (input, init) => {
        const asked = new URL(input instanceof Request ? input.url : input)
        return fetch(new URL(`${asked.pathname}${asked.search}`, simulator.url), init)
      },
    },
  })
  const directory = admin({ version: 'directory_v1', auth, rootUrl: `${simulator.url}/` })

  const addresses: (string | null | undefined)[] = []
  let pageToken: string | undefined
  do {
    const { data } = await directory.users.list({
      customer: 'my_customer',
      maxResults: 15,
      orderBy: 'email',
      fields: 'nextPageToken,users(primaryEmail,name/fullName)',
      ...(pageToken === undefined ? {} : { pageToken }),
    })
    addresses.push(...(data.users ?? []).map((user) => user.primaryEmail))
    pageToken = data.nextPageToken ?? undefined
  } while (pageToken !== undefined)
  t.is(addresses.length, 40)
  t.deepEqual(addresses, [...addresses].sort())

  const groups = await directory.groups.list({ customer: 'my_customer' })
  t.is(groups.data.groups?.length, 8)
  const members = await directory.members.list({ groupKey: 'everyone@example.com' })
  t.is(members.data.members?.[0]?.type, 'CUSTOMER')
  const missing = await t.throwsAsync(directory.users.get({ userKey: 'nobody@example.com' }))
  t.is(missing?.message, 'Resource Not Found: userKey')
})
