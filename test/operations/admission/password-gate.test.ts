import test from 'ava'
import { createPasswordGate } from '../../../source/operations/admission/password-gate.ts'
import { createStoreView } from '../../../source/store/users/follow/store-view.ts'
import { integrated } from '../../sync/builders.ts'

const right = 'right'

const notRenewed = (): void => undefined

/** A gate at which nothing is hashed: how often it compares, and with what. */
function gate() {
  const compared: (string | null)[] = []
  const store = createStoreView()
  const sally = { ...integrated('sally'), password: 'a hash' }
  store.apply({ state: 'whole', revision: 1, users: [sally] })
  const attempts = createPasswordGate(notRenewed, async (password, hash) => {
    compared.push(hash)
    return password === right && hash !== null
  })
  const attempt = (name: string, password: string, from = '192.0.2.1') => attempts.attempt(name, password, from, store)
  return { attempt, compared }
}

test('a name that nobody has is compared like any other, and refused with the same word', async (t) => {
  const { attempt, compared } = gate()
  t.deepEqual(await attempt('sally', 'wrong'), { refused: 'wrongPassword' })
  t.deepEqual(await attempt('nobody', 'wrong'), { refused: 'wrongPassword' })
  t.deepEqual(compared, ['a hash', null])
})

test('ten attempts on one name are made, however it is spelled and wherever they come from; then it is closed to the right password too', async (t) => {
  const { attempt, compared } = gate()
  const spellings = ['sally', 'SALLY', 'Sally', 'sAlLy', 'saLLy']
  for (let number = 0; number < 10; number += 1) {
    t.deepEqual(await attempt(spellings[number % 5] ?? '', 'wrong', `192.0.2.${number}`), { refused: 'wrongPassword' })
  }
  const closed = await attempt('sally', right, '198.51.100.1')
  t.like(closed, { limited: 'name' })
  t.true('seconds' in closed && closed.seconds > 14 * 60)
  t.is(compared.length, 10, 'nothing is compared any more')
})

test('twenty attempts from one address are made, whatever the names', async (t) => {
  const { attempt } = gate()
  for (let number = 0; number < 20; number += 1) {
    t.deepEqual(await attempt(`name${number}`, 'wrong'), { refused: 'wrongPassword' })
  }
  t.like(await attempt('another', 'wrong'), { limited: 'address' })
  t.deepEqual(await attempt('another', 'wrong', '198.51.100.1'), { refused: 'wrongPassword' }, 'another address')
})

test('a right password starts the count of its name anew, and is not counted for its address', async (t) => {
  const { attempt } = gate()
  for (let number = 0; number < 9; number += 1) await attempt('sally', 'wrong', `192.0.2.${number}`)
  t.true('user' in (await attempt('sally', right, '198.51.100.1')))
  for (let number = 0; number < 10; number += 1) {
    t.deepEqual(await attempt('sally', 'wrong', `203.0.113.${number}`), { refused: 'wrongPassword' })
  }
  const office = gate()
  for (let number = 0; number < 25; number += 1) t.true('user' in (await office.attempt('sally', right)))
  for (let number = 0; number < 20; number += 1) await office.attempt(`name${number}`, 'wrong')
  t.like(await office.attempt('sally', right), { limited: 'address' })
})

test('two are compared at a time and some wait; whoever comes beyond that is asked to come back', async (t) => {
  const store = createStoreView()
  let most = 0
  let now = 0
  const free: (() => void)[] = []
  const attempts = createPasswordGate(notRenewed, async () => {
    now += 1
    most = Math.max(most, now)
    await new Promise<void>((resolve) => free.push(resolve))
    now -= 1
    return false
  })
  const all = Array.from({ length: 40 }, (_, number) =>
    attempts.attempt(`name${number}`, 'x', `192.0.2.${number}`, store),
  )
  const turnedAway = await Promise.race(all)
  t.like(turnedAway, { limited: 'busy' })
  let ended = 0
  for (const one of all) void one.then(() => (ended += 1))
  while (ended < all.length) {
    free.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  t.is(most, 2)
})
