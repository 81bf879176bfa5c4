import { generateKeyPairSync } from 'node:crypto'
import test from 'ava'
import { maskSecrets } from '../../source/text/mask-secrets.ts'

const line = 'dQ3xKp9sZl2mNv7bWc5yHt8rJg1fUe6aTo0iBq4LwXzMnPjRkVhCgDsFyAeG+u/O'

for (const inside of ['/4/0AbCdEfGhIjKlMnOpQ+', 'eyJhbGciOiJSUzI1NiIs+', 'MIIEvQIBADANBgkqhkiG/', 'GOCSPX-abcdefgh/']) {
  test(`a secret that holds ${inside} is left out whole`, (t) => {
    const start = line.slice(0, 45)
    const end = line.slice(0, 21)
    t.is(
      maskSecrets(`it said ${start}${inside}${end} and left`).replaceAll('(left out)', '').trim(),
      'it said  and left',
    )
  })
}

test('no piece of a private key is left, wherever the text begins and ends', (t) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const pieces = pem.split('\n').slice(1, -3)
  for (let start = 0; start < 60; start += 7) {
    const masked = maskSecrets(pem.slice(30 + start))
    for (const piece of pieces) t.false(masked.includes(piece.slice(-24)), `${start}: ${masked}`)
  }
})

test('words around secrets stay', (t) => {
  t.is(maskSecrets('Bearer abc.def for ada@example.com'), '(left out) for ada@example.com')
  t.is(maskSecrets('nothing to hide'), 'nothing to hide')
})
