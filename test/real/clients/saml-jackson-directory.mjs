// Sets up a directory as Polis does for Google Workspace: its administrator grants access once, with a refresh token, and
// users, groups and members are read from then on. Google's addresses are built in. Unmodified.
import jackson from '@boxyhq/saml-jackson'

const [origin, clientId, clientSecret] = process.argv.slice(2)
const events = []
const polis = await jackson.default({
  externalUrl: 'http://localhost:5225',
  samlAudience: 'https://polis.example.com',
  samlPath: '/api/oauth/saml',
  db: { engine: 'mem' },
  noAnalytics: true,
  dsync: {
    callback: async (event) => {
      events.push(event)
    },
    providers: { google: { clientId, clientSecret, callbackPath: '/api/google' } },
  },
})
const { directories, google, sync } = polis.directorySyncController
const directory = (await directories.create({ tenant: 'example.com', product: 'archive', type: 'google' })).data
const about = { directoryId: directory.id }
const { authorizationUrl } = (await google.generateAuthorizationUrl(about)).data
// The browser of the administrator: it goes where Polis sends it, to the simulator in place of Google.
const address = new URL(authorizationUrl)
address.searchParams.set('login_hint', 'admin@example.com')
const page = await fetch(`${origin}${address.pathname}${address.search}`, { redirect: 'manual' })
const code = new URL(page.headers.get('location')).searchParams.get('code')
const { access_token: accessToken, refresh_token: refreshToken } = (await google.getAccessToken({ ...about, code }))
  .data
await google.setToken({ ...about, accessToken, refreshToken })

/** What one run of its timer found. */
async function found() {
  events.length = 0
  await sync()
  // Of a member who is no user of the directory, Polis tells no data.
  const of = (event, key) => events.flatMap((one) => (one.event === event && one.data ? [one.data[key]] : []))
  return {
    users: of('user.created', 'email').sort(),
    groups: of('group.created', 'name').sort(),
    memberships: of('group.user_added', 'email').length,
  }
}

const first = await found()
// As it is an hour later: the access token is not taken any more. What was found before is forgotten, so that all of it
// comes again.
await google.setToken({ ...about, accessToken: 'ya29.expired', refreshToken })
for (const { id } of (await polis.directorySyncController.users.getAll({ ...about, hasNextPage: false })).data ?? []) {
  await polis.directorySyncController.users.delete(id)
}
const second = await found()
process.stdout.write(`\n${JSON.stringify({ ...first, refreshToken, afterAnHour: second.users })}`)
await polis.close()
// Its timers would go on.
process.exit(0)
