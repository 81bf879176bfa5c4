import test from 'ava'
import fc from 'fast-check'
import '../../support/seed.ts'
import { isInOrgUnit } from '../../../source/sync/scope/org-units.ts'
import { unitTree } from '../../../source/sync/scope/unit-tree.ts'
import { account } from '../builders.ts'

const inUnit = (path: string | null, index: number) => account(`p${index}@example.com`, { orgUnitPath: path })

test('each unit stands below the one it belongs to, with the people in it and below', (t) => {
  const users = ['/Sales/EMEA', '/Sales', '/sales/emea', '/Sales-2', '/', null].map(inUnit)
  t.deepEqual(
    unitTree(users).map(({ path, depth, people }) => [path, depth, people]),
    [
      ['/', 0, 5],
      ['/Sales', 1, 3],
      ['/Sales/EMEA', 2, 2],
      ['/Sales-2', 1, 1],
    ],
  )
})

test('the count of a unit is the number of people that choosing it brings in', (t) => {
  const name = fc.constantFrom('A', 'b', 'a', 'Ä', 'A B', 'A-1')
  const path = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join('/')}`)
  fc.assert(
    fc.property(fc.array(path, { maxLength: 30 }), (paths) => {
      for (const { path: unit, people } of unitTree(paths.map(inUnit))) {
        if (people !== paths.filter((one) => isInOrgUnit(one, unit)).length) return false
      }
      return true
    }),
  )
  t.pass()
})
