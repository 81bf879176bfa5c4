import type * as z from 'zod'
import type { Problem } from '../../text/problem.ts'
import { connectionProblem } from '../problems/connection.ts'
import type { Answer } from './answer.ts'
import type { CallName } from './call-name.ts'
import { isJson } from './documented-refusals.ts'
import { readGoogleError } from './google-error.ts'

/**
 * Reads the answer of a call that Google granted. Anything but status 200 with JSON of the right shape is a problem; a
 * web page is the problem that something else answered.
 *
 * @param call for that problem
 * @param broken makes the problem from what is wrong
 * @throws Problem
 */
export function parseAnswer<Shape>(
  call: CallName,
  answer: Answer,
  shape: z.ZodType<Shape>,
  broken: (what: string) => Problem,
): Shape {
  if (answer.status !== 200) throw broken(`The answer has the status ${answer.status}, which is not a result.`)
  let json: unknown
  try {
    json = JSON.parse(answer.body)
  } catch {
    const { isHtml, message } = readGoogleError(answer.status, answer.body.slice(0, 10_000))
    if (isHtml) throw connectionProblem('notGoogle', { call, status: answer.status, message })
    throw broken(answer.body === '' ? 'The answer is empty.' : 'The answer is not complete JSON.')
  }
  const type = answer.headers['content-type']
  if (type !== undefined && !isJson(answer)) throw broken(`The answer calls itself ${type.slice(0, 80)}, not JSON.`)
  const parsed = shape.safeParse(json)
  if (parsed.success) return parsed.data
  const path = parsed.error.issues[0]?.path.map(String).join('.') ?? ''
  throw broken(
    `In the answer, ${path === '' ? 'everything' : `"${path.slice(0, 80)}"`} is missing or of the wrong type.`,
  )
}
