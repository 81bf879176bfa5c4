// Signs in as an application with passport-google-oauth20 does: Express, its strategy, its profile. Unmodified, but for the
// addresses, which the strategy takes as options; their paths are those that it has built in.
import express from 'express'
import passport from 'passport'
import { Strategy } from 'passport-google-oauth20'

const [origin, clientID, clientSecret] = process.argv.slice(2)
const addresses = {
  authorizationURL: `${origin}/o/oauth2/v2/auth`,
  tokenURL: `${origin}/oauth2/v4/token`,
  userProfileURL: `${origin}/oauth2/v3/userinfo`,
}
const application = express()
const server = application.listen(0, '127.0.0.1')
await new Promise((ready) => server.once('listening', ready))
const own = `http://127.0.0.1:${server.address().port}`
passport.use(
  new Strategy(
    { clientID, clientSecret, callbackURL: `${own}/callback`, ...addresses },
    (_accessToken, refreshToken, profile, done) => done(null, { profile, refreshed: typeof refreshToken }),
  ),
)
application.use(passport.initialize())
// Without `openid`, as most applications with this strategy ask.
const options = {
  scope: ['profile', 'email'],
  loginHint: 'ada.lovelace@example.com',
  accessType: 'offline',
  prompt: 'consent',
}
application.get('/login', passport.authenticate('google', { ...options, session: false }))
application.get('/callback', passport.authenticate('google', { session: false }), (request, response) => {
  response.json(request.user)
})

const begun = await fetch(`${own}/login`, { redirect: 'manual' })
const page = await fetch(begun.headers.get('location'), { redirect: 'manual' })
process.stdout.write(await (await fetch(page.headers.get('location'))).text())
server.close()
server.closeAllConnections()
