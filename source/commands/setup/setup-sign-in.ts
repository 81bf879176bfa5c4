import { type Command, InvalidArgumentError, Option } from 'commander'
import { readSettings } from '../../settings/settings.ts'
import type { SignInSettings } from '../../settings/settings-schema.ts'
import type { Home } from '../../store/home.ts'
import { collect } from './setup-options.ts'

/** The flags of sessions and of where a sign-in leads back to. */
export type SignInFlags = {
  /** False with --no-return-host. */
  returnHost?: string[] | false
  sessionHours?: number
  /** False with --no-cookie-domain. */
  cookieDomain?: string | false
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
}

/** The sign-in's settings with what the flags name; undefined where they name nothing. */
export async function signInChange(home: Home, flags: SignInFlags): Promise<SignInSettings | undefined> {
  const { returnHost, sessionHours, cookieDomain } = flags
  if (returnHost === undefined && sessionHours === undefined && cookieDomain === undefined) return undefined
  const { signIn } = await readSettings(home)
  return {
    ...signIn,
    ...(returnHost === undefined ? {} : { returnHosts: returnHost === false ? [] : [...new Set(returnHost)] }),
    ...(sessionHours === undefined ? {} : { sessionHours }),
    ...(cookieDomain === undefined ? {} : { cookieDomain: cookieDomain === false ? null : cookieDomain.toLowerCase() }),
  }
}

function hours(text: string): number {
  const value = Number(text)
  if (/^\d+(\.\d+)?$/.test(text) && value >= 0.25 && value <= 744) return value
  throw new InvalidArgumentError('Give a number of hours from 0.25 to 744, such as 12.')
}
