import test from 'ava'
import * as z from 'zod'
import { issueWords, withInput } from '../../source/text/issue-words.ts'

function words(schema: z.ZodType, value: unknown): string {
  const issue = schema.safeParse(value, withInput).error?.issues[0]
  return issue === undefined ? '' : issueWords('it', issue)
}

test('what zod says becomes the rest of a sentence', (t) => {
  const table: [schema: z.ZodType, value: unknown, expected: string][] = [
    [z.object({}), [], ' should be an object, and is a list'],
    [z.array(z.string()), 'x', ' should be a list, and is text'],
    [z.object({ a: z.string() }), {}, ' is missing'],
    [z.boolean(), null, ' should be true or false, and is null'],
    [z.array(z.string()).min(1), [], ' should have at least 1 item'],
    [z.number().min(200), 99, ' should be at least 200'],
    [z.string().max(3), 'long', ' should have at most 3 characters'],
    [z.literal(1), 2, ' should be 1'],
    [z.int(), 1.5, ' should be a whole number, and is a number'],
    [z.number().positive(), -1, ' should be more than 0'],
    [z.enum(['include', 'exclude']), 'maybe', ' should be one of "include", "exclude"'],
    [z.number().refine((one) => one > 3, 'no'), 2, ': no'],
  ]
  for (const [schema, value, expected] of table) t.is(words(schema, value), `it${expected}`)
})

test('the words do not hang on the language of the library', (t) => {
  z.config(z.locales.de())
  t.is(words(z.array(z.string()), 'x'), 'it should be a list, and is text')
  t.is(words(z.string().max(3), 'long'), 'it should have at most 3 characters')
  z.config(z.locales.en())
})
