import { globSync } from 'node:fs'
import test from 'ava'
import fc from 'fast-check'
import '../support/seed.ts'
import type { Given, ProblemEntry } from '../../source/text/problem-catalogue.ts'
import { problemFrom } from '../../source/text/problem-catalogue.ts'

type Row = ProblemEntry<Record<string, Given[string]>>

/** Every row of every catalogue in the sources, by its code. */
async function everyRow(): Promise<[code: string, row: Row][]> {
  const source = new URL('../../source/', import.meta.url)
  const files = globSync(['**/*problem*.ts', '**/problems/*.ts'], { cwd: source.pathname })
  const modules = await Promise.all([...new Set(files)].map((file) => import(new URL(file, source).href)))
  return modules.flatMap((exports: Record<string, unknown>) =>
    Object.entries(exports)
      .filter(([name, value]) => /Problems$/.test(name) && typeof value === 'object')
      .flatMap(([, catalogue]) => Object.entries(catalogue as Record<string, Row>)),
  )
}

/** Whatever a text can hold that must not be told: addresses, names, paths, sentences that hold one. */
const secret = fc.constantFrom(
  'Ada Lovelace',
  'ada@example.com',
  '/home/ada/archives',
  'Google left Ada out.',
  "-ada's",
)

/** The values of an example, those that may name somebody replaced. */
function withNames({ example, nameless = [] }: Row, name: string): Record<string, Given[string]> {
  const replaced = (value: Given[string]): Given[string] => {
    if (typeof value === 'string') return name
    return Array.isArray(value) ? value.map(() => name) : value
  }
  return Object.fromEntries(
    Object.entries(example).map(([key, value]) => [key, nameless.includes(key) ? value : replaced(value)]),
  )
}

test('what is told outside of any problem names nobody, whatever its values hold', async (t) => {
  const rows = await everyRow()
  t.true(rows.length > 150, 'the catalogues were not found')
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.constantFrom(...rows), secret, ([code, row], name) => {
        const outlineWith = (value: string): string =>
          JSON.stringify(problemFrom({ [code]: row })(code, withNames(row, value)).outline())
        const outline = outlineWith(name)
        if (/ada\b/i.test(outline)) throw new Error(`${code} names somebody: ${outline}`)
        if (outline !== outlineWith('somebody else')) throw new Error(`${code} depends on a name`)
      }),
      { numRuns: 1500 },
    ),
  )
  for (const [code, row] of rows) {
    const { title } = problemFrom({ [code]: row })(code, row.example).outline()
    t.notRegex(title, /undefined|@/, code)
    t.regex(title, /[a-z]{3}/, code)
  }
})

/** The only values that are told outside, each with what it can be. */
const nameless: Readonly<Record<string, RegExp>> = {
  call: /^(?:token|[a-z]+\.[a-zA-Z]+)$/,
  host: /^[a-z0-9.-]+$/,
  error: /^[A-Z_]+$/,
  systemError: /^[A-Z]+$/,
  variable: /^[A-Z_]+$/,
  effect: /^anybody on the way|^Node\.js prints/,
  after: /^\d{4}-\d\d-\d\d \d\d:\d\d$/,
  since: /^\d{4}-/,
  confirmed: /^\d{4}-/,
  unused: /^HTTP_PROXY$/i,
  running: /^\d\d:\d\d UTC/,
  command: /^rollcall sync$/,
  list: /^(?:users|members|groups|group members)$/,
  changed: /^The (?:user store|settings)$/,
  missing: /^(?:key|administrator)$/,
  field: /^[a-zA-Z.]+$/,
  doing: /^[a-z ]+$/,
  scopes: /^https:/,
  missingScopes: /^https:/,
  askedFor: /^https:/,
  fault: /^is a file/,
}

test('only values that can be no name are told outside', async (t) => {
  for (const [code, { nameless: told = [], example }] of await everyRow()) {
    for (const name of told) {
      const form = nameless[name]
      if (form === undefined) t.fail(`${code} tells ${name}`)
      else
        for (const value of [example[name]].flat()) if (value !== null) t.regex(String(value), form, `${code} ${name}`)
    }
  }
})

test('a title stays what it is where it names nobody, and a remedy that needs a name is left out', async (t) => {
  const rows = new Map(await everyRow())
  const outlineOf = (code: string) => {
    const row = rows.get(code)
    return row === undefined ? null : problemFrom({ [code]: row })(code, row.example).outline()
  }
  t.is(outlineOf('deletionLimit')?.title, '34 deletions, but the limit is 5')
  t.is(outlineOf('googleUnreachable')?.title, 'No connection to admin.googleapis.com')
  t.is(outlineOf('rightMissing')?.title, '[...] may not read this')
  t.is(outlineOf('listingIncomplete')?.cause, null)
  t.regex(outlineOf('keyRevoked')?.remedy ?? '', /^Create a new key/)
})
