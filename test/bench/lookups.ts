import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { netstring } from '../../source/lookups/netstring-reader.ts'
import { folderOf } from '../../source/store/archives/archive-names.ts'
import { openHome } from '../../source/store/open-home.ts'
import { storeText } from '../../source/store/users/store-adapter.ts'
import { createAddressBook } from '../../source/sync/mail/address-book.ts'
import { postfixTable } from '../../source/sync/mail/lookup-tables.ts'
import { program } from '../support/run-process.ts'
import { user } from '../sync/builders.ts'
import { type Figure, figure, ratios, timed } from './figure.ts'

const users = 100_000
const questions = 20_000

/** Answers to mail servers: on one connection, and through Postfix's own client beside its own tables. */
export async function lookupFigures(folder: string): Promise<Figure[]> {
  const home = openHome(folder)
  const store = Array.from({ length: users }, (_, index) => {
    const name = `user${String(index).padStart(6, '0')}@example.com`
    return user(name, { emailAddresses: [name, `alias${index}@example.com`] })
  })
  writeFileSync(home.users, [...storeText({ version: 1, revision: 1, users: store })].join(''), { mode: 0o600 })
  const asked = Array.from({ length: questions }, (_, index) => store[(index * 7919) % users]?.userName ?? '')
  const socket = join(folder, 'lookups')
  const bare = await startBare(join(folder, 'bare'))
  const service = await startService(home.folder, socket)
  try {
    const rates: number[] = []
    for (let round = 0; round < 5; round += 1) {
      rates.push(questions / ((await timed(() => askAll(socket, asked))) / 1000))
    }
    const figures = [
      figure({
        name: 'look-ups a second on one connection, pipelined, 100,000 users',
        floor: '-',
        values: rates,
        target: 20_000,
        atLeast: true,
        unit: 'requests',
      }),
    ]
    if (!existsSync('/usr/sbin/postmap')) return figures
    const table = join(folder, 'mailboxes')
    const book = createAddressBook(store, { catchAll: null, administrator: null })
    writeFileSync(table, postfixTable(book, 'mailboxes', folderOf).text)
    const keys = join(folder, 'keys')
    writeFileSync(keys, asked.map((key) => `${key}\n`).join(''))
    execFileSync('/usr/sbin/postmap', [`lmdb:${table}`])
    const through = (map: string) => async () =>
      1 /
      (await timed(() =>
        execFileSync('/usr/sbin/postmap', ['-q', '-', map], { stdio: [openSync(keys, 'r'), 'ignore', 'inherit'] }),
      ))
    const ours = through(`socketmap:unix:${socket}:mailboxes`)
    return [
      ...figures,
      figure({
        name: '`postmap -q -`, 20,000 look-ups',
        floor: '`lmdb:` on the same map',
        values: await ratios(3, ours, through(`lmdb:${table}`)),
        target: 0.5,
        atLeast: true,
        unit: '×',
      }),
      figure({
        name: '`postmap -q -`, 20,000 look-ups',
        floor: 'a bare socketmap server in Node that answers everything alike',
        values: await ratios(3, ours, through(`socketmap:unix:${bare.path}:mailboxes`)),
        target: 0.8,
        atLeast: true,
        unit: '×',
      }),
    ]
  } finally {
    bare.close()
    service.kill('SIGTERM')
    await once(service, 'exit')
  }
}

async function startService(home: string, socket: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, '--home', home, 'serve', '--lookups', `unix:${socket}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const data of child.stderr) if (String(data).includes('ready on')) break
  return child
}

/** The least that a server can do: one answer for each packet. */
async function startBare(path: string): Promise<{ path: string; close: () => void }> {
  const script = `require('node:net').createServer((s)=>s.on('data',()=>s.write('26:OK user000000@example.com/,'))).listen(${JSON.stringify(path)},()=>console.log('up'))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return { path, close: () => child.kill('SIGTERM') }
}

async function askAll(path: string, keys: readonly string[]): Promise<void> {
  const socket = connect(path)
  const text = keys.map((key) => netstring(`mailboxes ${key}`)).join('')
  const expected = keys.reduce((sum, key) => sum + netstring(`OK ${key}/`).length, 0)
  let received = 0
  socket.end(text)
  for await (const data of socket) received += data.length
  if (received !== expected) throw new Error(`${received} bytes in place of ${expected}`)
}
