import assert from 'node:assert/strict'
import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { jsonPieces } from '../../../source/text/json/json-pieces.ts'

test('the pieces are what JSON.stringify makes, on one line and on many', (t) => {
  const document = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.array(fc.jsonValue())))
  t.notThrows(() =>
    fc.assert(
      fc.property(document, (value) => {
        assert.equal([...jsonPieces(value)].join(''), JSON.stringify(value))
        assert.equal([...jsonPieces(value, '  ')].join(''), JSON.stringify(value, null, 2))
      }),
    ),
  )
})

test('what JSON leaves out or writes in its own way is no exception', (t) => {
  const value = { left: undefined, out: () => 1, at: new Date(0), list: [undefined, { left: undefined, kept: 'a\nb' }] }
  t.is([...jsonPieces(value)].join(''), JSON.stringify(value))
  t.is([...jsonPieces(value, '  ')].join(''), JSON.stringify(value, null, 2))
})

test('no piece is larger than one item of a list', (t) => {
  const users = Array.from({ length: 1001 }, (_, index) => ({ userName: `user${index}` }))
  for (const document of [{ plan: { users } }, { history: [{ users }, { users: [...users, ...users] }] }]) {
    t.true(Math.max(...Array.from(jsonPieces(document, '  '), ({ length }) => length)) < 60)
    t.is([...jsonPieces(document, '  ')].join(''), JSON.stringify(document, null, 2))
  }
})
