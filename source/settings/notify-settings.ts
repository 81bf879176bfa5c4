import * as z from 'zod'

/** When somebody wants to be told after a run. */
export const notifyOccasions = ['never', 'failure', 'change', 'always'] as const
export type NotifyOn = (typeof notifyOccasions)[number]

/** Who is told after a run, and how. Addresses that hold a token are secrets, see `credentials/notify-secrets.ts`. */
export type NotifySettings = {
  on: NotifyOn
  /** Addresses that get mail. */
  mailTo: string[]
  /** Null: the first of those who get it. */
  mailFrom: string | null
  /** Null: the machine's own sendmail. */
  smtp: SmtpServer | null
  /** A file for Prometheus' textfile collector. */
  metricsFile: string | null
}

/** A mail server. `tls` from the first byte (`smtps`), or by STARTTLS, which must succeed unless the server is this machine. */
export type SmtpServer = { host: string; port: number; tls: boolean; user: string | null }

const address = z
  .string()
  .regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/, { error: 'An e-mail address is needed.' })
  .max(320)

/** As `settings.json` holds it; what is missing has its default. */
export const notifySchema = z.looseObject({
  on: z.enum(notifyOccasions).default('never'),
  mailTo: z.array(address).default(() => []),
  mailFrom: address.nullable().default(null),
  smtp: z
    .looseObject({
      host: z.string().min(1).max(255),
      port: z.int().min(1).max(65535),
      tls: z.boolean(),
      user: z.string().min(1).nullable().default(null),
    })
    .nullable()
    .default(null),
  metricsFile: z.string().min(1).nullable().default(null),
})

/**
 * Reads `smtp://USER@HOST:PORT` or `smtps://...`. The password has a place of its own.
 *
 * @returns what is wrong with it, as one sentence, in place of a server
 */
export function readSmtpUrl(text: string): SmtpServer | string {
  const url = URL.canParse(text) ? new URL(text) : null
  const tls = url?.protocol === 'smtps:'
  if (url === null || !(tls || url.protocol === 'smtp:') || url.hostname === '')
    return 'Give an address such as smtp://user@mail.example.com:587 or smtps://mail.example.com.'
  if (url.password !== '') return 'Leave the password out of the address, and give it with --smtp-password FILE.'
  const port = url.port === '' ? (tls ? 465 : 587) : Number(url.port)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port, tls, user: url.username === '' ? null : decodeURIComponent(url.username) }
}

/** What is wrong with the address of a webhook or a heartbeat, as one sentence; null when it can be used. */
export function hookFault(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) return 'Give a complete address that begins with https://.'
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) return null
  return 'Give an address that begins with https://. Without encryption only this machine can be told.'
}
