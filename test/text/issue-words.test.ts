import test from 'ava'
import * as z from 'zod'
import { issueWords } from '../../source/text/issue-words.ts'

const words = (schema: z.ZodType, value: unknown): string =>
  issueWords('it', schema.safeParse(value).error?.issues[0]?.message ?? '')

test('what zod says becomes the rest of a sentence', (t) => {
  const table: [schema: z.ZodType, value: unknown, expected: string][] = [
    [z.object({}), [], ' should be an object, and is a list'],
    [z.array(z.string()), 'x', ' should be a list, and is text'],
    [z.object({ a: z.string() }), {}, ' is missing'],
    [z.boolean(), null, ' should be true or false, and is null'],
    [z.array(z.string()).min(1), [], ' should have at least 1 items'],
    [z.number().min(200), 99, ' should be at least 200'],
    [z.string().max(3), 'long', ' should have at most 3 characters'],
    [z.literal(1), 2, ' should be 1'],
    [z.enum(['include', 'exclude']), 'maybe', ' should be one of "include", "exclude"'],
    [z.number().refine((one) => one > 3, 'no'), 2, ': no'],
  ]
  for (const [schema, value, expected] of table) t.is(words(schema, value), `it${expected}`)
})
