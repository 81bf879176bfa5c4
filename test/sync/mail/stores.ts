import fc from 'fast-check'
import type { User } from '../../../source/sync/user.ts'
import { integrated, user } from '../builders.ts'

const locals = ['a', 'b', 'a+x', 'b+x', "o'neil", 'a+x+y', '#a', 'ä', 'a"b', 'A.B', 'x']
const domains = [
  'example.com',
  'EXAMPLE.com',
  'münchen.de',
  'xn--mnchen-3ya.de',
  'straße.de',
  'xn--strae-oqa.de',
  'partner.net',
]

/** An address out of few, so that users meet: capitals, tags, both spellings of domains, letters that no table holds. */
export const anyAddress: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...locals), fc.constantFrom(...domains))
  .map(([local, domain]) => `${local}@${domain}`)

const anyUser: fc.Arbitrary<User> = fc
  .record({
    userName: fc.oneof(
      anyAddress.map((address) => address.toLowerCase()),
      fc.constantFrom('desk', 'info desk', 'x:y', 'a'),
    ),
    emailAddresses: fc.array(anyAddress, { maxLength: 4 }),
    isIntegrated: fc.boolean(),
  })
  .map(({ userName, emailAddresses, isIntegrated }) =>
    isIntegrated ? integrated(userName, { emailAddresses }) : user(userName, { emailAddresses }),
  )

/** The users of a store, with names that differ, who may share addresses. */
export const anyUsers: fc.Arbitrary<User[]> = fc.uniqueArray(anyUser, {
  maxLength: 6,
  selector: ({ userName }) => userName.normalize('NFC').toLowerCase(),
})
