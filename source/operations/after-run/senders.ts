import { isIP } from 'node:net'
import type { NotifySettings, SmtpServer } from '../../settings/notify-settings.ts'
import { oneLine } from '../../text/one-line.ts'

/** What somebody is told: by mail the subject and the text, by webhook the document. */
export type Message = { subject: string; text: string; document: Readonly<Record<string, unknown>> }

/** What healthchecks.io and its likes are told. */
export type Beat = 'start' | 'success' | 'fail'

/** How long one attempt may take, in milliseconds. */
const patience = 10_000

/**
 * Sends a message by SMTP, or by the machine's own sendmail.
 *
 * @throws Error why it could not be sent, without the password
 */
export async function sendMail(message: Message, notify: NotifySettings, password: string | null): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const [first = ''] = notify.mailTo
  const mail = {
    from: { name: 'Rollcall', address: notify.mailFrom ?? first },
    to: notify.mailTo,
    subject: message.subject,
    text: message.text,
    // No out-of-office answers, as RFC 3834 has it.
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
  await twice(async () => {
    const { smtp } = notify
    if (smtp === null)
      await createTransport({ sendmail: true, newline: 'unix', path: '/usr/sbin/sendmail' }).sendMail(mail)
    else await createTransport(smtpOptions(smtp, password)).sendMail(mail)
  })
}

const smtpOptions = ({ host, port, tls, user }: SmtpServer, password: string | null) => ({
  host,
  port,
  secure: tls,
  // Nothing goes to another machine in the clear.
  requireTLS: !tls && !isThisMachine(host),
  ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
  connectionTimeout: patience,
  greetingTimeout: patience,
  socketTimeout: patience,
})

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/**
 * Posts a document to a webhook. Slack, Teams and Google Chat show its `text`.
 *
 * @throws Error why it did not arrive, without the address
 */
export async function callWebhook(url: string, { document }: Message): Promise<void> {
  await twice(() =>
    request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(document),
    }),
  )
}

/**
 * Tells a heartbeat monitor how a run goes, as healthchecks.io documents it: `/start`, the address itself, `/fail`.
 *
 * @throws Error why it did not arrive, without the address
 */
export async function callHeartbeat(url: string, beat: Beat): Promise<void> {
  const address = new URL(url)
  if (beat !== 'success') address.pathname = `${address.pathname.replace(/\/$/, '')}/${beat}`
  await twice(() => request(address.href, { method: 'POST' }))
}

/** Addresses hold tokens, so no redirect takes them elsewhere, and no message names them. */
async function request(url: string, options: RequestInit): Promise<void> {
  const response = await fetch(url, { ...options, redirect: 'manual', signal: AbortSignal.timeout(patience) })
  await response.body?.cancel()
  if (response.status < 200 || response.status >= 300) throw new Error(`It answered with status ${response.status}.`)
}

/** One more attempt, after a moment, as mail servers and chats have bad moments. */
async function twice(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 500))
    await work()
  }
}

/** Why something was not sent, as one sentence without addresses and passwords. */
export function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return 'It failed.'
  if (error.name === 'TimeoutError') return `There was no answer within ${patience / 1000} seconds.`
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
  if (code === 'ECONNREFUSED' || cause.message.includes('ECONNREFUSED')) return 'The connection was refused.'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EDNS') return "The host's name can't be resolved."
  if (code === 'EAUTH') return 'The server rejected the user name or the password.'
  if (code === 'ETIMEDOUT') return `There was no answer within ${patience / 1000} seconds.`
  if (code === 'ENOENT') return 'There is no /usr/sbin/sendmail on this machine.'
  const words = cause.message.replaceAll(/[a-z+]+:\/\/\S+/gi, '(address)')
  return `${oneLine(words, 200).replace(/\.$/, '')}.`
}
