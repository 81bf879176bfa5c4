import test from 'ava'
import { ada, erik, servicePlace } from '../web/support/service.ts'
import { at, openProgram } from './open-program.ts'

test('the interface says that the service runs and who is signed in, and signs people out', async (t) => {
  const { browser, place, port, users, service } = await servicePlace(t)
  const [one, other, third] = [browser(), browser(), browser()]
  await one.signIn(ada)
  await other.signIn(ada)
  await third.signIn(erik)
  t.is(users().length, 2)

  const terminal = openProgram(t, at(place))
  await terminal.waitFor(new RegExp(`Sign-in +running on 127\\.0\\.0\\.1:${port}, \\S+, 2 people signed in`))
  terminal.type('8')
  await terminal.waitFor((screen) => /Sessions +running on/.test(screen) && /row 1 of 3/.test(screen))
  terminal.type('/erik\r')
  await terminal.waitFor(/row 1 of 1/)
  terminal.type('d')
  await terminal.waitFor(`End this session of ${erik}?`)
  terminal.press('enter')
  await terminal.waitFor('1 session ended.')
  t.is((await third.get('/auth')).status, 401)
  t.is((await one.get('/auth')).status, 200)

  terminal.press('escape')
  await terminal.waitFor(/row 1 of 2/)
  terminal.type('D')
  await terminal.waitFor(`End all 2 sessions of ${ada}?`)
  terminal.press('enter')
  await terminal.waitFor('2 sessions ended.')
  t.is((await one.get('/auth')).status, 401)
  t.is((await other.get('/auth')).status, 401)
  await terminal.waitFor('Nobody is signed in.')

  await service.close()
  terminal.type('r')
  await terminal.waitFor(/Sessions +not running, nobody signed in/)
})
