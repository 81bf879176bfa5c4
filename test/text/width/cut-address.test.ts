import test from 'ava'
import fc from 'fast-check'
import { cutAddress } from '../../../source/text/width/cut-address.ts'
import { textWidth } from '../../../source/text/width/width.ts'

test('an address is cut in the middle of its name, and its domain stays whole', (t) => {
  t.is(cutAddress('fatima.campos@example.org', 22, '…'), 'fatima…pos@example.org')
  t.is(cutAddress('ada@example.org', 22, '…'), 'ada@example.org')
  t.is(cutAddress('ada@a-very-long-domain.example.org', 12, '…'), 'ada@a-very-…')
})

test('what was cut is never wider than its room, and says that it was cut', (t) => {
  const address = fc.tuple(fc.string({ minLength: 1 }), fc.constantFrom('', '@example.org', '@例え.jp'))
  fc.assert(
    fc.property(address, fc.integer({ min: 3, max: 40 }), ([name, domain], width) => {
      const text = (name + domain).replace(/[\p{Cc}\p{Cf}\p{M}]/gu, '')
      const cut = cutAddress(text, width, '…')
      t.true(textWidth(cut) <= width)
      t.is(cut.includes('…') || cut === text, true)
    }),
  )
})
