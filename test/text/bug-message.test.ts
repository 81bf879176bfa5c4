import test from 'ava'
import { bugMessage } from '../../source/text/bug-message.ts'

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error
  }
}

test('an error that nobody expected is told in one line, without what may be a secret', (t) => {
  const token = 'ya29.a0AfH6SMBx-simulated-token'
  t.is(bugMessage(new TypeError('x is not\na function')), 'TypeError: x is not a function')
  t.is(bugMessage(new Error(`Authorization: Bearer ${token}\u001b[2J`)), 'Error: Authorization: (left out)')
  t.is(bugMessage(`thrown ${token}`), 'thrown (left out)')
  t.is(bugMessage(undefined), 'undefined')
  t.true(bugMessage(new Error('word '.repeat(1000))).length <= 300)
})

test('an error of a parser does not quote what it read', (t) => {
  const error = thrownBy(() => JSON.parse('{"private_key": "MIIEvQIBADANBg" kq'))
  t.true(error instanceof SyntaxError)
  t.is(bugMessage(error), 'SyntaxError')
})
