import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { ada, servicePlace } from './support/service.ts'

test('the page of a person shows the archives that may be read, with their mail, and the way to the application', async (t) => {
  const { browser, commit, place } = await servicePlace(t, { signIn: { application: '/mail/' } })
  const cur = join(place.home.archives, ada, 'cur')
  mkdirSync(cur, { recursive: true })
  for (const name of ['1', '2']) writeFileSync(join(cur, name), 'x'.repeat(1024))
  commit((users) =>
    users.map((user) =>
      user.userName === ada
        ? { ...user, privilegesOnFolders: [...user.privilegesOnFolders, { folder: '<board>', privileges: ['read'] }] }
        : user,
    ),
  )
  const one = browser()
  await one.signIn(ada)
  const { text } = await one.get('/')
  t.true(text.includes('<h1>Ada Lovelace</h1>'))
  t.true(text.includes(`<li><span>${ada}</span><span>2 messages &middot; 2.0 KiB</span></li>`), text)
  t.true(text.includes('<li><span>&lt;board&gt;</span><span>Empty</span></li>'), text)
  t.true(text.includes('<a class="button" href="/mail/">Open your mail</a>'))
  t.false(text.includes('<script'))
})

test('of very many archives the page shows the first, and how many more there are', async (t) => {
  const { browser, commit } = await servicePlace(t)
  const rights = Array.from({ length: 1_060 }, (_, index) => ({ folder: `a${index}`, privileges: ['read' as const] }))
  commit((users) => users.map((user) => (user.userName === ada ? { ...user, privilegesOnFolders: rights } : user)))
  const one = browser()
  await one.signIn(ada)
  const { text } = await one.get('/')
  t.is(text.split('<li>').length - 1, 50)
  t.true(text.includes('and 1,010 more'))
})

test('without an application there is no way to one, and the first return host is one', async (t) => {
  const plain = await servicePlace(t)
  const one = plain.browser()
  await one.signIn(ada)
  t.false((await one.get('/')).text.includes('Open your mail'))
  const other = await servicePlace(t, { signIn: { returnHosts: ['mail.example.com'] } })
  const two = other.browser()
  await two.signIn(ada)
  t.true((await two.get('/')).text.includes('href="https://mail.example.com/"'))
})
