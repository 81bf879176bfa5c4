import * as z from 'zod'
import { jsonOrNothing } from '../../text/json/json-or-nothing.ts'
import { maskSecrets } from '../../text/mask-secrets.ts'
import { oneLine } from '../../text/one-line.ts'

/** What an answer with an error status says, from whichever of Google's forms it has. */
export type GoogleError = {
  status: number
  /** One line, shortened; empty where there is none. */
  message: string
  /** Reasons from `errors[]` and from `details[]`, in Google's spelling. */
  reasons: readonly string[]
  /** Where an API that is off can be switched on. Only addresses of Google's console. */
  activationLink: string | null
  /** False: not Google's form, such as the plain text of an old front end or a proxy's page. */
  inGooglesForm: boolean
  /** The status that the body repeats, as Google's do; null where it does not. */
  code: number | null
  isHtml: boolean
}

const text = z.string().optional().catch(undefined)
const entry = z.object({ reason: text, metadata: z.object({ activationUrl: text }).optional().catch(undefined) })
const entries = z
  .array(z.unknown())
  .optional()
  .catch(undefined)
  .transform((list) =>
    (list ?? []).flatMap((item) => {
      const parsed = entry.safeParse(item)
      return parsed.success ? [parsed.data] : []
    }),
  )
const envelope = z.object({
  error: z.object({
    code: z.number().nullable().catch(null),
    message: text,
    status: text,
    errors: entries,
    details: entries,
  }),
})

/** Reads the body of an error answer. Whatever it holds, this gives an answer. */
export function readGoogleError(status: number, body: string): GoogleError {
  const parsed = envelope.safeParse(jsonOrNothing(body))
  if (!parsed.success) {
    const isHtml = /^\s*<(!doctype|html|head|body|\?xml)/i.test(body)
    const text = isHtml ? body.replace(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ') : body
    const message = oneLine(maskSecrets(text.slice(0, 10_000)), 200)
    return { status, message, reasons: [], activationLink: null, inGooglesForm: false, code: null, isHtml }
  }
  const { code, message = '', status: name, errors, details } = parsed.data.error
  const links = details.map((detail) => detail.metadata?.activationUrl).filter((link) => link !== undefined)
  const inMessage = /https:\/\/console\.[^\s"']+/.exec(message)?.[0]
  return {
    status,
    message: oneLine(maskSecrets(message.slice(0, 10_000)), 300),
    reasons: [...errors, ...details].flatMap(({ reason }) => reason ?? []).concat(name ?? []),
    activationLink: [...links, inMessage].flatMap(consoleLink)[0] ?? null,
    inGooglesForm: true,
    code,
    isHtml: false,
  }
}

const rateReasons = [
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'servingLimitExceeded',
  'concurrentLimitExceeded',
  'RATE_LIMIT_EXCEEDED',
  'RESOURCE_EXHAUSTED',
]
const rateWords =
  /rate limit|request rate|too many requests|quota exceeded for quota metric|resource has been exhausted/i

/** Whether an error asks for patience: 429, and 403 with a rate reason in any of the forms Google uses. */
export function isThrottling(error: GoogleError): boolean {
  if (error.status === 429) return true
  if (error.status !== 403 || error.isHtml) return false
  return error.reasons.some((reason) => rateReasons.includes(reason)) || rateWords.test(error.message)
}

/** Whether an error that asks for patience is about the queries of a minute, so that it is known when there is room again. */
export function isMinuteQuota({ message }: GoogleError): boolean {
  return /per minute/i.test(message)
}

const consoles = ['https://console.cloud.google.com', 'https://console.developers.google.com']

/** The address in its plain spelling, with whatever is not ASCII written out, if it is one of Google's console. */
function consoleLink(link: string | undefined): string[] {
  if (link === undefined || !URL.canParse(link) || maskSecrets(link) !== link) return []
  const { origin, username, password, href } = new URL(link)
  return consoles.includes(origin) && username === '' && password === '' ? [href] : []
}

/**
 * Whether a refusal of a page after the first says that the listing cannot go on: its token ran out (400), or what was
 * listed is gone meanwhile (404). Asked again from the beginning, Google may well give it.
 */
export function hasNoNextPage({ status, inGooglesForm }: GoogleError): boolean {
  return inGooglesForm && (status === 400 || status === 404)
}
