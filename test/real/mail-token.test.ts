import { readFileSync } from 'node:fs'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { ada, erik, servicePlace } from '../web/support/service.ts'
import { startDovecot } from './support/dovecot.ts'
import { readFirstSubject } from './support/imap.ts'
import { withPrograms } from './support/run-daemon.ts'

withPrograms('/usr/sbin/dovecot')(
  "a mail token opens one person's mail in Dovecot, and nothing once its session has ended",
  async (t) => {
    const { browser, place, statusPort } = await servicePlace(t)
    const { clientSecret } = JSON.parse(readFileSync(place.home.introspectionClient, 'utf8'))
    const port = await freePort()
    await startDovecot(t, temporaryFolder(t), port, [ada, erik], { port: statusPort, clientSecret })

    const [one, other] = [browser(), browser()]
    await one.signIn(ada)
    await other.signIn(erik)
    const token = async (who: typeof one) => (await who.get('/auth?mail=1')).headers.get('x-rollcall-mail-token') ?? ''
    const adasToken = await token(one)

    t.is(await readFirstSubject(port, ada, adasToken), `mail of ${ada}`)
    t.is(await readFirstSubject(port, erik, await token(other)), `mail of ${erik}`)
    t.is(await readFirstSubject(port, erik, adasToken), null, "another person's mail")
    t.is(await readFirstSubject(port, ada, 'not a token'), null)
    await one.post('/signout', {})
    t.is(await readFirstSubject(port, ada, adasToken), null, 'after signing out')
    t.is(await readFirstSubject(port, erik, await token(other)), `mail of ${erik}`)
  },
)
