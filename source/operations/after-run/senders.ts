import { execFile } from 'node:child_process'
import { isIP } from 'node:net'
import { checkConnectionVariables } from '../../environment/connection-variables.ts'
import type { NotifySettings, SmtpServer } from '../../settings/notify-settings.ts'
import { counted } from '../../text/numbers.ts'
import { post } from './post.ts'

/** What somebody is told: by mail the subject and the text, by webhook the document. */
export type Message = { subject: string; text: string; document: Readonly<Record<string, unknown>> }

/** What healthchecks.io and its likes are told. */
export type Beat = 'start' | 'success' | 'fail'

/** How long one attempt may take, and how long it is until the next one, in milliseconds. */
export type Patience = { attempt: number; pause: number }

const usual: Patience = { attempt: 10_000, pause: 500 }

/** How mail is sent, where that is not the usual way. */
export type MailTools = { patience?: Patience; sendmail?: string }

/**
 * Sends a message by SMTP, or by the machine's own sendmail.
 *
 * @throws Error why it could not be sent, without the password
 */
export async function sendMail(
  message: Message,
  notify: Pick<NotifySettings, 'mailTo' | 'mailFrom' | 'smtp'>,
  password: string | null,
  { patience = usual, sendmail = '/usr/sbin/sendmail' }: MailTools = {},
): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const [first = ''] = notify.mailTo
  const { smtp } = notify
  const mail = {
    from: { name: 'Rollcall', address: notify.mailFrom ?? first },
    to: notify.mailTo,
    subject: message.subject,
    text: message.text,
    // No out-of-office answers, as RFC 3834 has it.
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
  await twice(patience, async (signal) => {
    if (smtp === null) {
      const composed = await createTransport({ streamTransport: true, buffer: true, newline: 'unix' }).sendMail(mail)
      await pipeTo(sendmail, ['-i', '-f', mail.from.address, '--', ...mail.to], String(composed.message), signal)
      return
    }
    checkConnectionVariables(process.env)
    const transport = createTransport(smtpOptions(smtp, password, patience))
    signal.addEventListener('abort', () => transport.close())
    await transport.sendMail(mail)
  })
}

const smtpOptions = ({ host, port, tls, user }: SmtpServer, password: string | null, { attempt }: Patience) => ({
  host,
  port,
  secure: tls,
  // Nothing goes to another machine in the clear.
  requireTLS: !tls && !isThisMachine(host),
  ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
  connectionTimeout: attempt,
  greetingTimeout: attempt,
  socketTimeout: attempt,
})

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** Gives a message to the program that takes mail on this machine, and ends it when it takes too long. */
function pipeTo(path: string, args: readonly string[], message: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const program = execFile(path, args, { signal, killSignal: 'SIGKILL' }, (error, _stdout, stderr) => {
      if (error === null) resolve()
      else reject(typeof error.code === 'number' ? new Error(`sendmail failed (${error.code}). ${stderr}`) : error)
    })
    // What ended before it read everything is told by its exit code.
    program.stdin?.on('error', () => {}).end(message)
  })
}

/**
 * Posts a document to a webhook. Slack, Teams and Google Chat show its `text`.
 *
 * @throws Error why it did not arrive, without the address
 */
export async function callWebhook(url: string, { document }: Message, patience = usual): Promise<void> {
  await twice(patience, (signal) => post(url, JSON.stringify(document), signal))
}

/**
 * Tells a heartbeat monitor how a run goes, as healthchecks.io documents it: `/start`, the address itself, `/fail`.
 *
 * @throws Error why it did not arrive, without the address
 */
export async function callHeartbeat(url: string, beat: Beat, patience = usual): Promise<void> {
  const address = new URL(url)
  if (beat !== 'success') address.pathname = `${address.pathname.replace(/\/$/, '')}/${beat}`
  await twice(patience, (signal) => post(address.href, null, signal))
}

/** One more attempt, after a moment, as mail servers and chats have bad moments. Neither takes longer than it may. */
async function twice(patience: Patience, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  try {
    await once(patience, work)
  } catch {
    await new Promise((resolve) => setTimeout(resolve, patience.pause))
    await once(patience, work)
  }
}

async function once({ attempt }: Patience, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const seconds = Math.round(attempt / 1000)
      reject(new Error(`There was no answer within ${counted(seconds, 'second')}.`))
      ending.abort()
    }, attempt)
  })
  try {
    await Promise.race([work(ending.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
