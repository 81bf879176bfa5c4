import { writeFileSync } from 'node:fs'
import test from 'ava'
import { writeSettings } from '../../source/settings/settings.ts'
import { Problem } from '../../source/text/problem.ts'
import { ada, directoryUser, erik } from './support/service.ts'
import { tenantsPlace } from './support/tenants.ts'

const two = async (add: Parameters<Parameters<typeof tenantsPlace>[1]>[0]) => {
  await add('a', 'acme', [directoryUser(ada)])
  await add('b', 'globex', [directoryUser(erik)])
}

test('one browser is signed in to two tenants at once, and signs out of one alone', async (t) => {
  const { browser } = await tenantsPlace(t, two)
  const acme = browser('acme')
  const globex = browser('globex', acme.cookies)
  t.is((await acme.signIn(ada)).status, 302)
  t.is((await globex.signIn(erik)).status, 302)
  t.is((await acme.get('/acme/auth')).headers.get('remote-user'), ada)
  t.is((await globex.get('/globex/auth')).headers.get('remote-user'), erik)
  await acme.post('/acme/signout', {})
  t.is((await acme.get('/acme/auth')).status, 401)
  t.is((await globex.get('/globex/auth')).status, 200)
})

test('who is a user of one tenant is a stranger to another', async (t) => {
  const { browser } = await tenantsPlace(t, two)
  const globex = browser('globex')
  const page = await globex.signIn(ada)
  t.is(page.status, 403)
  t.true(page.text.includes('<code>accountNotInStore</code>'))
})

test("a tenant's cookie is refused at another, whatever name it is sent under", async (t) => {
  const { browser, add, service } = await tenantsPlace(t, two)
  // The same person is a user of both, so that nothing but the cookie tells them apart.
  await add('c', 'hooli', [directoryUser(ada)])
  await service.reload()
  const acme = browser('acme')
  await acme.signIn(ada)
  const [[name = '', value = ''] = []] = acme.cookies
  t.true(name.includes('acme'), name)
  const hooli = browser('hooli')
  hooli.cookies.set(name, value)
  t.is((await hooli.get('/hooli/auth')).status, 401)
  hooli.cookies.set(name.replace('acme', 'hooli'), value)
  t.is((await hooli.get('/hooli/auth')).status, 401)
  t.is((await acme.get('/acme/auth')).status, 200)
})

test('a tenant is added and removed while the others are served', async (t) => {
  const { browser, add, homes, service } = await tenantsPlace(t, two)
  const acme = browser('acme')
  await acme.signIn(ada)
  t.is((await acme.get('/hooli/signin')).status, 404)
  await add('c', 'hooli', [directoryUser(erik)])
  await service.reload()
  t.is((await browser('hooli').signIn(erik)).status, 302)
  t.is((await acme.get('/acme/auth')).status, 200)
  homes.delete('c')
  await service.reload()
  t.is((await acme.get('/hooli/signin')).status, 404)
  t.is((await acme.get('/acme/auth')).status, 200)
})

test('a tenant that breaks goes on with what was read before, and does not stop the others', async (t) => {
  const { browser, homes, service, events } = await tenantsPlace(t, two)
  const [acme, globex] = [browser('acme'), browser('globex')]
  await acme.signIn(ada)
  await globex.signIn(erik)
  writeFileSync(homes.get('a')?.settings ?? '', '{')
  await service.reload()
  t.deepEqual(
    events.filter(({ event }) => event === 'failed').map(({ reason }) => reason),
    ['settingsUnusable'],
  )
  t.is((await acme.get('/acme/auth')).status, 200)
  t.is((await globex.get('/globex/auth')).status, 200)
})

test('one tenant whose store cannot be read is refused alone', async (t) => {
  const { browser, homes } = await tenantsPlace(t, two)
  const [acme, globex] = [browser('acme'), browser('globex')]
  await acme.signIn(ada)
  await globex.signIn(erik)
  writeFileSync(homes.get('a')?.users ?? '', '{"version":1,')
  t.is((await acme.get('/acme/auth')).status, 500)
  t.is((await globex.get('/globex/auth')).status, 200)
})

test('what cannot be served at the start is left out and named in the log', async (t) => {
  const { browser, events } = await tenantsPlace(t, async (add) => {
    await two(add)
    await add('c', 'acme', [directoryUser(erik)])
    await add('d', 'signin', [directoryUser(erik)])
    const e = await add('e', 'hooli', [directoryUser(erik)])
    await writeSettings(e, { authentication: null })
  })
  t.deepEqual(
    events.map(({ event, reason, detail }) => [event, reason, detail?.at(-2)]),
    [
      ['failed', 'tenantsClash', 'c'],
      ['failed', 'tenantsClash', 'd'],
      ['failed', 'serviceNotSetUp', 'e'],
    ],
  )
  const acme = browser('acme')
  t.is((await acme.signIn(ada)).status, 302, 'of two with one ID the first is served')
})

test('a service without a single tenant that works does not start', async (t) => {
  const error = await t.throwsAsync(
    tenantsPlace(t, async (add) => {
      await writeSettings(await add('a', 'acme', []), { authentication: null })
    }),
    { instanceOf: Problem },
  )
  t.is(error?.code, 'serviceNotSetUp')
})
