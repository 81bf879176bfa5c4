import type { Answer } from './answer.ts'
import { type GoogleError, readGoogleError } from './google-error.ts'

/**
 * The refusals that Google documents as an answer to the question itself. Users are deleted, or members taken for
 * strangers, on the strength of them, so each is known by everything that Google gives with it: the status, the content
 * type, the form, the status in the body, the reason and the message. A proxy's page, or a refusal of some other kind with
 * the same status, is none of them.
 */
export type DocumentedRefusal =
  /** 404 `Resource Not Found: userKey` (or `groupKey`, `memberKey`). */
  | 'notFound'
  /** 412 `User is deleted.`: the account can still be restored. */
  | 'deleted'
  /** 403 `Not Authorized to access this resource/api`: it belongs to another organization, or the right is missing. */
  | 'forbidden'
  /** 400 `Invalid Input: memberKey`: `members.hasMember` says nothing of this account, as across domains. */
  | 'notAnswered'

type Form = { status: number; reason: string; message: RegExp; means: DocumentedRefusal }

const forms: readonly Form[] = [
  {
    status: 404,
    reason: 'notFound',
    message: /^Resource Not Found: (userKey|groupKey|memberKey)\.?$/i,
    means: 'notFound',
  },
  { status: 412, reason: 'conditionNotMet', message: /^User is deleted\.?$/i, means: 'deleted' },
  {
    status: 403,
    reason: 'forbidden',
    message: /^Not Authorized to access this resource\/api\.?$/i,
    means: 'forbidden',
  },
  { status: 400, reason: 'invalid', message: /^Invalid Input: memberKey\.?$/i, means: 'notAnswered' },
]

/**
 * Tells which documented refusal an answer is, in Google's own words; null for every other answer.
 *
 * @param asked the key of the path that was asked for: a `notFound` about another one is no answer to the question
 */
export function documentedRefusal(
  answer: Answer,
  asked: 'userKey' | 'groupKey' | 'memberKey',
): DocumentedRefusal | null {
  const error = readGoogleError(answer.status, answer.body)
  if (!isJson(answer) || !error.inGooglesForm || error.code !== answer.status) return null
  const means = forms.find((form) => isOf(form, error))?.means ?? null
  return means === 'notFound' && !error.message.toLowerCase().includes(asked.toLowerCase()) ? null : means
}

const isOf = ({ status, reason, message }: Form, error: GoogleError): boolean =>
  error.status === status && error.reasons.includes(reason) && message.test(error.message)

/** Whether an answer calls itself JSON, as all of Google's do. */
export function isJson({ headers }: Answer): boolean {
  return /^application\/json\b/i.test(headers['content-type'] ?? '')
}
