import { type Command, InvalidArgumentError, Option } from 'commander'
import type { SetupChange } from '../../operations/configure/configure.ts'
import {
  hookFault,
  type NotifyOn,
  type NotifySettings,
  notifyOccasions,
  readSmtpUrl,
  type SmtpServer,
} from '../../settings/notify-settings.ts'
import type { Home } from '../../store/home.ts'
import { readFileOrInput } from '../cli/input-output/read-standard-input.ts'
import type { Asking } from '../cli/input-output/streams.ts'
import { collect } from './setup-options.ts'

/** The flags of who is told after a run. */
export type NotifyFlags = {
  notifyOn?: NotifyOn
  /** False with --no-notify-mail; the same for the others. */
  notifyMail?: string[] | false
  notifyFrom?: string
  smtp?: SmtpServer | false
  smtpPassword?: string
  webhook?: string | false
  heartbeatUrl?: string | false
  metricsFile?: string | false
}

const maximumPasswordBytes = 4096

/** Adds the flags to `rollcall setup`. */
export function addNotifyFlags(command: Command): Command {
  return command
    .addOption(new Option('--notify-on <when>', 'tell somebody after a sync').choices([...notifyOccasions]))
    .addOption(new Option('--notify-mail <address>', 'send mail to this address; repeatable').argParser(collect))
    .option('--no-notify-mail', 'send no mail')
    .option('--notify-from <address>', 'send it from this address')
    .addOption(
      new Option('--smtp <url>', 'send mail by this server: smtp://user@host:587 or smtps://host').argParser(
        smtpServer,
      ),
    )
    .option('--no-smtp', "send mail by this machine's sendmail")
    .option('--smtp-password <file>', 'a file that holds only the password; - reads standard input')
    .addOption(new Option('--webhook <url>', 'post to this address: Slack, Teams, Google Chat').argParser(hook))
    .option('--no-webhook', 'post nowhere')
    .addOption(
      new Option('--heartbeat-url <url>', 'tell a monitor such as healthchecks.io of each sync').argParser(hook),
    )
    .option('--no-heartbeat-url', 'tell no monitor')
    .option('--metrics-file <file>', "write this file for Prometheus' textfile collector after each sync")
    .option('--no-metrics-file', 'write no such file')
}

/** What the flags say of the settings; nothing where they name nothing. */
export async function notifyChange(home: Home, flags: NotifyFlags): Promise<SetupChange['settings']> {
  const change: Partial<NotifySettings> = {}
  if (flags.notifyOn !== undefined) change.on = flags.notifyOn
  if (flags.notifyMail !== undefined) change.mailTo = flags.notifyMail || []
  if (flags.notifyFrom !== undefined) change.mailFrom = flags.notifyFrom
  if (flags.smtp !== undefined) change.smtp = flags.smtp || null
  if (flags.metricsFile !== undefined) {
    const { absolutePath } = await import('../../store/disk/absolute-path.ts')
    change.metricsFile = flags.metricsFile === false ? null : absolutePath(flags.metricsFile)
    const { expectFolderOf } = await import('../../operations/configure/check-exports.ts')
    if (change.metricsFile !== null) expectFolderOf(change.metricsFile)
  }
  if (Object.keys(change).length === 0) return {}
  const { readSettings } = await import('../../settings/settings.ts')
  return { notify: { ...(await readSettings(home)).notify, ...change } }
}

/** Saves what nobody else may see. */
export async function saveNotifyFlags(home: Home, flags: NotifyFlags, asking: Asking): Promise<void> {
  const { webhook, heartbeatUrl, smtpPassword } = flags
  if (webhook === undefined && heartbeatUrl === undefined && smtpPassword === undefined) return
  const { readNotifySecrets, saveNotifySecrets } = await import('../../settings/credentials/notify-secrets.ts')
  const secrets = readNotifySecrets(home)
  if (webhook !== undefined) secrets.webhook = webhook || null
  if (heartbeatUrl !== undefined) secrets.heartbeat = heartbeatUrl || null
  if (smtpPassword !== undefined) {
    const what = {
      what: 'a password',
      maximumBytes: maximumPasswordBytes,
      example: 'rollcall setup --smtp-password - < FILE',
    }
    secrets.smtpPassword = (await readFileOrInput(smtpPassword, what, asking)).replace(/\r?\n$/, '')
  }
  saveNotifySecrets(home, secrets)
}

function smtpServer(text: string): SmtpServer {
  const server = readSmtpUrl(text)
  if (typeof server === 'string') throw new InvalidArgumentError(server)
  return server
}

function hook(text: string): string {
  const fault = hookFault(text)
  if (fault !== null) throw new InvalidArgumentError(fault)
  return text
}
