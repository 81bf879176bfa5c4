import test from 'ava'
import { createSealer } from '../../source/web/seal.ts'

const key = (id: string) => ({ id, key: Buffer.alloc(32, id).toString('base64url'), madeAt: 0 })
const anything = (value: unknown) => value

test('what was sealed opens for its own purpose, and for no other one, however often it is tried', async (t) => {
  const sealer = createSealer(() => [key('a')])
  const sealed = await sealer.seal('session::https://a.example', { id: 'x' })
  for (let times = 0; times < 2; times += 1) {
    t.is(await sealer.open('session:acme:https://a.example', sealed, anything), null)
    t.is(await sealer.open('mail::https://a.example', sealed, anything), null)
  }
  t.deepEqual(await sealer.open('session::https://a.example', sealed, anything), { id: 'x' })
  t.is(await sealer.open('mail::https://a.example', sealed, anything), null, 'also when it is remembered')
})

test('what a key sealed opens as long as the key is there, remembered or not', async (t) => {
  let keys = [key('a')]
  const sealer = createSealer(() => keys)
  const sealed = await sealer.seal('session', { id: 'x' })
  keys = [key('b'), key('a')]
  t.deepEqual(await sealer.open('session', sealed, anything), { id: 'x' })
  keys = [key('b')]
  t.is(await sealer.open('session', sealed, anything), null)
  keys = [key('b'), { ...key('c'), id: 'a' }]
  t.is(await createSealer(() => keys).open('session', sealed, anything), null, 'another key of that name')
})
