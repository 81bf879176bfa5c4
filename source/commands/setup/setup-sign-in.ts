import { type Command, InvalidArgumentError, Option } from 'commander'
import { settingsProblem } from '../../settings/problems.ts'
import { readSettings } from '../../settings/settings.ts'
import type { SignInSettings } from '../../settings/settings-schema.ts'
import type { Home } from '../../store/home.ts'
import { wrongUsage } from '../cli/problems.ts'
import { collect } from './setup-options.ts'

/** The flags of sessions and of where a sign-in leads back to. */
export type SignInFlags = {
  /** False with --no-return-host. */
  returnHost?: string[] | false
  sessionHours?: number
  /** False with --no-cookie-domain. */
  cookieDomain?: string | false
  /** False with --no-application. */
  application?: string | false
  /** False with --no-tls-cert. */
  tlsCert?: string | false
  tlsKey?: string
  /** False with --no-trust-proxy. */
  trustProxy?: string[] | false
}

/** Adds the flags to `rollcall setup`. */
export function addSignInFlags(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--return-host <name>',
        'a host to return to after signing in, such as mail.example.com; repeatable',
      ).argParser((value: string, earlier: readonly string[] | false | undefined) =>
        collect(value.toLowerCase(), earlier),
      ),
    )
    .option('--no-return-host', "return only to the archive's own host")
    .addOption(new Option('--session-hours <hours>', 'how long people stay signed in at most').argParser(hours))
    .option('--cookie-domain <name>', 'share the session with every host below this domain')
    .option('--no-cookie-domain', "keep the session to the archive's own host")
    .option('--application <address>', 'where people read their mail: a path such as /mail/, or an https address')
    .option('--no-application', 'no way to an application')
    .option('--tls-cert <file>', "rollcall serve's own certificate chain, PEM")
    .option('--tls-key <file>', 'and its private key, PEM')
    .option('--no-tls-cert', 'no certificate of its own: a reverse proxy has it')
    .addOption(
      new Option(
        '--trust-proxy <address>',
        "believe this proxy's X-Forwarded headers: an address, a network, or unix; may be given again",
      ).argParser(collect),
    )
    .option('--no-trust-proxy', 'believe no proxy')
}

/** The sign-in's settings with what the flags name; undefined where they name nothing. */
export async function signInChange(
  home: Home,
  flags: SignInFlags & { host?: string },
): Promise<SignInSettings | undefined> {
  const { returnHost, sessionHours, cookieDomain, application, tlsCert, tlsKey, trustProxy } = flags
  const given = [returnHost, sessionHours, cookieDomain, application, tlsCert, tlsKey, trustProxy]
  if (given.every((flag) => flag === undefined)) return undefined
  if ((typeof tlsCert === 'string') !== (tlsKey !== undefined))
    throw wrongUsage("'--tls-cert' and '--tls-key' go together", 'rollcall setup [options]')
  const { signIn, authentication } = await readSettings(home)
  if (typeof cookieDomain === 'string') {
    const { cookieDomainFault } = await import('../../settings/redirect/cookie-domain-fault.ts')
    const why = cookieDomainFault(
      cookieDomain.toLowerCase(),
      (flags.host ?? authentication?.host ?? null)?.toLowerCase() ?? null,
    )
    if (why !== null) throw settingsProblem('settingRefused', { field: 'signIn.cookieDomain', why })
  }
  return {
    ...signIn,
    ...(returnHost === undefined ? {} : { returnHosts: returnHost === false ? [] : [...new Set(returnHost)] }),
    ...(sessionHours === undefined ? {} : { sessionHours }),
    ...(cookieDomain === undefined ? {} : { cookieDomain: cookieDomain === false ? null : cookieDomain.toLowerCase() }),
    ...(application === undefined ? {} : { application: application || null }),
    ...(tlsCert === undefined ? {} : { certificate: await certificateOf(tlsCert, tlsKey) }),
    ...(trustProxy === undefined ? {} : { trustProxy: trustProxy === false ? [] : [...new Set(trustProxy)] }),
  }
}

async function certificateOf(cert: string | false, key: string | undefined) {
  if (cert === false || key === undefined) return null
  const { checkedCertificate } = await import('../../operations/configure/checked-certificate.ts')
  return checkedCertificate(cert, key)
}

function hours(text: string): number {
  const value = Number(text)
  if (/^\d+(\.\d+)?$/.test(text) && value >= 0.25 && value <= 744) return value
  throw new InvalidArgumentError('Give a number of hours from 0.25 to 744, such as 12.')
}
