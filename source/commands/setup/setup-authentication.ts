import { type Command, Option } from 'commander'
import type { AuthenticationChange } from '../../operations/configure/configure-authentication.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import type { Home } from '../../store/home.ts'
import { readFileOrInput } from '../cli/input-output/read-standard-input.ts'
import type { Asking } from '../cli/input-output/streams.ts'
import type { CommandTools } from '../cli/run-command.ts'
import { wholeNumber } from '../cli/whole-number.ts'

/** The flags of `rollcall setup` that are about the sign-in with Google. */
export type AuthenticationFlags = {
  oauthClient?: string
  clientId?: string
  clientSecret?: string
  host?: string
  port?: number
  /** False with --no-instance. */
  instance?: string | false
}

const names = ['oauthClient', 'clientId', 'clientSecret', 'host', 'port', 'instance'] as const

/** A client's file has about 500 bytes, and a secret far fewer. */
const maximumBytes = 64 * 1024

/** Adds the flags of the sign-in with Google. */
export function addAuthenticationFlags(setup: Command): Command {
  return setup
    .addOption(
      new Option(
        '--oauth-client <file>',
        'the JSON file of the OAuth client for sign-in; - reads standard input',
      ).conflicts(['clientId', 'clientSecret']),
    )
    .option('--client-id <id>', 'instead of that file: the client ID')
    .option('--client-secret <file>', 'and a file that holds only the client secret; - reads standard input')
    .option('--host <name>', 'the host name at which browsers reach the archive')
    .option('--port <number>', 'its port (8462)', wholeNumber(1, 65_535))
    .option('--instance <id>', 'the instance ID (hosted edition only)')
    .option('--no-instance', 'no instance ID')
}

/** Whether other flags than those of the sign-in are given. */
export function namesMoreThanAuthentication(flags: object): boolean {
  return Object.keys(flags).some((flag) => !names.some((name) => name === flag))
}

/**
 * What the flags say of the sign-in with Google; null when they say nothing.
 *
 * @param document the sign-in of a settings document that is taken over at the same time
 */
export async function authenticationChange(
  { oauthClient, clientId, clientSecret, host, port, instance }: AuthenticationFlags,
  document: Settings['authentication'],
  asking: Asking,
): Promise<AuthenticationChange | null> {
  const given = [oauthClient, clientId, clientSecret, host, port, instance]
  if (given.every((flag) => flag === undefined)) return null
  return {
    clientFile: oauthClient === undefined ? undefined : await clientSource(oauthClient, asking),
    clientId: clientId ?? (oauthClient === undefined ? document?.clientId : undefined),
    clientSecret: clientSecret === undefined ? undefined : await readSecret(clientSecret, asking),
    host: host ?? document?.host,
    port: port ?? document?.port,
    instanceId: instance === false ? null : (instance ?? document?.instanceId),
  }
}

/** Saves the sign-in and says what to register with Google. */
export async function setUpAuthentication(
  home: Home,
  change: AuthenticationChange,
  tools: CommandTools,
): Promise<void> {
  const { configureAuthentication } = await import('../../operations/configure/configure-authentication.ts')
  const { authenticationNotes } = await import('../../settings/redirect/authentication-notes.ts')
  const { redirectUri, note } = await configureAuthentication(home, change)
  tools.note(`Redirect URI, to be registered with the OAuth client: ${redirectUri}`)
  for (const line of [...(note === null ? [] : [note]), ...authenticationNotes]) tools.note(line)
}

async function clientSource(value: string, asking: Asking): Promise<{ path: string } | { text: string }> {
  if (value !== '-') return { path: value }
  const example = 'rollcall setup --oauth-client - < client.json'
  return { text: await readFileOrInput(value, { what: 'an OAuth client', maximumBytes, example }, asking) }
}

async function readSecret(path: string, asking: Asking): Promise<string> {
  const example = 'rollcall setup --client-secret - < secret.txt'
  return (await readFileOrInput(path, { what: 'a client secret', maximumBytes, example }, asking)).trim()
}
