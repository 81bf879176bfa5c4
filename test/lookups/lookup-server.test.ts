import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, connect, type Socket } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import fc from 'fast-check'
import { answerFromStores, type LookupHome } from '../../source/lookups/answer-from-stores.ts'
import { type AnswerLookups, createLookupServer, type LookupLimits } from '../../source/lookups/lookup-server.ts'
import { createNetstringReader, netstring } from '../../source/lookups/netstring-reader.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { removeJournal, writeJournal } from '../../source/store/commit/journal.ts'
import { disk } from '../../source/store/disk/file-operations.ts'
import { openHome } from '../../source/store/open-home.ts'
import { openStore } from '../../source/store/open-store.ts'
import { createStoreReader } from '../../source/store/users/follow/store-reader.ts'
import { storeText } from '../../source/store/users/store-adapter.ts'
import type { User } from '../../source/sync/user.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { integrated, user } from '../sync/builders.ts'

const ada = user('ada@example.com', { emailAddresses: ['ada@example.com', 'countess@example.com'] })
const desk = integrated('desk', { emailAddresses: ['info@example.com'] })

/** Starts a server on a port of loopback, which ends with the test. */
async function listening(t: ExecutionContext<unknown>, answer: AnswerLookups, limits?: LookupLimits): Promise<number> {
  const { server, close } = createLookupServer(answer, limits)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(close)
  return (server.address() as AddressInfo).port
}

/** Sends bytes and ends; returns everything that comes back until the connection is closed. */
async function answers(port: number, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  for (const piece of pieces) socket.write(piece)
  socket.end()
  return untilClosed(socket)
}

async function untilClosed(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  // A server that has enough may end a connection without a farewell.
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return text
}

/** A home that is followed, as the service follows it. */
async function place(t: ExecutionContext<unknown>, users: readonly User[], instanceId: string | null = null) {
  const home = openHome(temporaryFolder(t))
  let revision = 0
  const commit = (next: readonly User[]): void => {
    revision += 1
    const sorted = [...next].sort((a, b) => (a.userName < b.userName ? -1 : 1))
    writeFileSync(home.users, [...storeText({ version: 1, revision, users: sorted })].join(''), { mode: 0o600 })
  }
  commit(users)
  const store = await (await openStore(home)).follow(() => createStoreReader(home.folder))
  t.teardown(() => store.close())
  const served: LookupHome = { instanceId, home, store }
  return { home, commit, served }
}

test('each table answers, on one connection, in the order of the questions', async (t) => {
  const { served } = await place(t, [ada, desk])
  const port = await listening(
    t,
    answerFromStores(() => [served]),
  )
  const questions = [
    'mailboxes ADA+news@Example.com',
    'aliases countess@example.com',
    'senders info@example.com',
    'domains example.com',
    'mailboxes nobody@example.com',
    'aliases @example.com',
    'elsewhere ada@example.com',
  ]
  t.is(
    await answers(port, questions.map(netstring).join('')),
    [
      'OK ada@example.com/',
      'OK ada@example.com',
      'OK desk',
      'OK example.com',
      'NOTFOUND ',
      'NOTFOUND ',
      'PERM There are the tables mailboxes, aliases, senders, domains.',
    ]
      .map(netstring)
      .join(''),
  )
})

test('an answer is that of the store of this moment, and TEMP while it cannot be read', async (t) => {
  const { home, commit, served } = await place(t, [ada])
  const port = await listening(
    t,
    answerFromStores(() => [served]),
  )
  const ask = () => answers(port, netstring('mailboxes info@example.com'))
  t.is(await ask(), netstring('NOTFOUND '))
  commit([ada, desk])
  t.is(await ask(), netstring('OK desk/'))
  writeFileSync(home.users, '{"version":1,')
  t.regex(await ask(), /^\d+:TEMP /)
  t.regex(await answers(port, netstring('aliases nobody@example.com')), /^\d+:TEMP /, 'never a wrong NOTFOUND')
  commit([ada])
  t.is(await ask(), netstring('NOTFOUND '))
})

test('mail for a folder that a commit has still to move waits, and mail for any other does not', async (t) => {
  const { home, served } = await place(t, [ada, desk])
  const port = await listening(
    t,
    answerFromStores(() => [served]),
  )
  const ask = (question: string) => answers(port, netstring(question))
  const work = [{ kind: 'rename', from: 'ada@example.com', to: 'lovelace@example.com' }] as const
  writeJournal(home, { version: 1, revision: 1, historyBytes: 0, committed: true, work: [...work], round: 'out' }, disk)
  t.regex(await ask('mailboxes ada@example.com'), /^\d+:TEMP The archive is being moved/)
  t.is(await ask('mailboxes info@example.com'), netstring('OK desk/'))
  t.is(await ask('aliases countess@example.com'), netstring('OK ada@example.com'))
  t.is(await ask('mailboxes nobody@example.com'), netstring('NOTFOUND '))
  writeFileSync(home.journal, 'no journal')
  t.regex(await ask('mailboxes info@example.com'), /^\d+:TEMP /, 'any folder may have to move')
  removeJournal(home, disk)
  t.is(await ask('mailboxes ada@example.com'), netstring('OK ada@example.com/'))
})

test('a catch-all that is set while the service runs counts', async (t) => {
  const { home, served } = await place(t, [ada, desk])
  let now = 0
  const port = await listening(
    t,
    answerFromStores(
      () => [served],
      () => now,
    ),
  )
  const ask = () => answers(port, netstring('aliases nobody@example.com'))
  t.is(await ask(), netstring('NOTFOUND '))
  await writeSettings(home, { catchAll: 'desk' })
  now += 1_000
  t.is(await ask(), netstring('OK info@example.com'))
})

test('of several archives each is asked by its instance, and none of them by the table alone', async (t) => {
  const [one, other] = [await place(t, [ada], 'one'), await place(t, [desk], 'other')]
  const port = await listening(
    t,
    answerFromStores(() => [one.served, other.served]),
  )
  const questions = ['one/mailboxes ada@example.com', 'other/mailboxes ada@example.com', 'mailboxes ada@example.com']
  t.regex(
    await answers(port, questions.map(netstring).join('')),
    /^19:OK ada@example\.com\/,9:NOTFOUND ,\d+:PERM Several archives/,
  )
})

test('what is no netstring is told so once, and the connection is closed', async (t) => {
  const port = await listening(t, () => [])
  for (const broken of ['hello', '5hello,', '-1:x,', '3:abcd,', ':,', '01:a,', '\0\0\0', '1 :a,']) {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.write(broken)
    // A piece more, for those that could still become one.
    socket.write(',,,,,,,,')
    t.regex(await untilClosed(socket), /^\d+:PERM This is no netstring\.,$/, broken)
  }
})

test('an endless netstring is refused by its length, before it is sent', async (t) => {
  const port = await listening(t, () => [])
  for (const endless of ['99999999999999999999999999', '1000000:', `${10_000}:aliases `]) {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.write(endless)
    t.regex(await untilClosed(socket), /^\d+:PERM The request is too long\.,$/, endless)
  }
})

test('a client that never finishes its request is closed, however it drips', async (t) => {
  const limits = { connections: 10, request: 200, answer: 200, idle: 60_000 }
  const port = await listening(t, () => [], limits)
  const socket = connect({ port, host: '127.0.0.1' })
  const drip = setInterval(() => socket.write('a'), 40)
  socket.write('900:aliases ')
  t.is(await untilClosed(socket), '')
  clearInterval(drip)
})

test('a client that takes no answers is closed, and costs no memory meanwhile', async (t) => {
  const limits = { connections: 10, request: 60_000, answer: 200, idle: 60_000 }
  let answered = 0
  const { server, close } = createLookupServer((lookups) => {
    answered += lookups.length
    return lookups.map(() => `OK ${'x'.repeat(1000)}`)
  }, limits)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(close)
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' })
  socket.pause()
  socket.on('error', () => undefined)
  t.teardown(() => socket.destroy())
  const [client] = (await once(server, 'connection')) as [Socket]
  socket.write(Buffer.from(netstring('aliases a@example.com').repeat(50_000)))
  await new Promise<void>((resolve) => client.once('close', () => resolve()))
  t.true(answered < 50_000, `${answered} answered`)
})

test('keys of any bytes get one answer each: PERM, NOTFOUND, or the archive of whom they name', async (t) => {
  const { served } = await place(t, [ada, desk])
  const answer = answerFromStores(() => [served])
  const port = await listening(t, answer)
  const tables = fc.constantFrom('mailboxes', 'aliases', 'senders', 'domains', 'x', '')
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(`${text}@example.com`)),
    fc
      .constantFrom(
        'ada@example.com\0',
        'ada@example.com\n',
        ' ada@example.com',
        'ada@example.com ',
        '"ada"@example.com',
        'ada@[127.0.0.1]',
        'x'.repeat(5000),
      )
      .map((text) => Buffer.from(text)),
  )
  const request = fc.tuple(tables, bytes).map(([table, key]) => Buffer.concat([Buffer.from(`${table} `), key]))
  const requests = fc.sample(fc.array(request, { minLength: 1, maxLength: 8 }), 60).flat()
  const sent = requests.map((content) => Buffer.concat([Buffer.from(`${content.length}:`), content, Buffer.from(',')]))
  const all = await answers(port, ...sent)
  const read = createNetstringReader(100_000).read(Buffer.from(all))
  t.is(read.length, requests.length)
  for (const [index, event] of read.entries()) {
    const text = 'content' in event ? event.content.toString() : ''
    t.regex(text, /^(PERM .+|NOTFOUND |OK example\.com)$/, String(requests[index]))
  }
})

test('a stream is cut into the same netstrings wherever its packets end', (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), fc.array(fc.nat({ max: 20 })), (contents, cuts) => {
        const stream = Buffer.concat(
          contents.map((one) => Buffer.concat([Buffer.from(`${one.length}:`), one, Buffer.from(',')])),
        )
        const reader = createNetstringReader(100)
        const found: Buffer[] = []
        let at = 0
        for (const length of [...cuts, stream.length]) {
          for (const event of reader.read(stream.subarray(at, at + length)))
            if ('content' in event) found.push(Buffer.from(event.content))
          at += length
        }
        t.deepEqual(
          found,
          contents.map((one) => Buffer.from(one)),
        )
        t.false(reader.isWaiting())
      }),
    ),
  )
})
