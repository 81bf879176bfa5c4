import { readOAuthClient, saveOAuthClient } from '../../settings/credentials/credentials.ts'
import {
  clientIdFault,
  clientSecretFault,
  maximumOAuthClientBytes,
  parseOAuthClient,
} from '../../settings/credentials/oauth-client.ts'
import { readOutsideFile } from '../../settings/outside-files/read-outside-file.ts'
import { archiveAddressFaults } from '../../settings/redirect/archive-address-faults.ts'
import { plainHost, redirectUri, usualPort } from '../../settings/redirect/redirect-uri.ts'
import { missingRedirectNote } from '../../settings/redirect/registered-redirect.ts'
import { readSettings, writeSettings } from '../../settings/settings.ts'
import type { AuthenticationSettings } from '../../settings/settings-schema.ts'
import type { Home } from '../../store/home.ts'
import { authenticationProblem } from '../sign-in/sign-in-problems.ts'

/** What is set of the sign-in with Google; what is left away stays as it is. */
export type AuthenticationChange = {
  /** The file that Google's console offers for download: it brings client id and secret. */
  clientFile?: { path: string } | { text: string } | undefined
  clientId?: string | undefined
  clientSecret?: string | undefined
  host?: string | undefined
  /** 8462 unless set. */
  port?: number | undefined
  /** Only the hosted edition has one; null takes it away. */
  instanceId?: string | null | undefined
}

/** The sign-in as it is set now. */
export type ConfiguredAuthentication = {
  authentication: AuthenticationSettings
  redirectUri: string
  /** Says when the client's file lacks the redirect address; null where it has it, or none was given. */
  note: string | null
}

/** A sign-in that was checked and can be saved. */
export type PlannedAuthentication = ConfiguredAuthentication & { clientSecret: string }

/**
 * Sets up the sign-in with Google, all of it or nothing: everything is checked as Google would check it before the first
 * byte is written.
 *
 * @throws Problem what `planAuthentication` throws, and those of the disk
 */
export async function configureAuthentication(
  home: Home,
  change: AuthenticationChange,
): Promise<ConfiguredAuthentication> {
  const { clientSecret, ...configured } = await planAuthentication(home, change)
  const { authentication } = configured
  await saveOAuthClient(home, { clientId: authentication.clientId, clientSecret })
  await writeSettings(home, { authentication })
  return configured
}

/**
 * Checks a change of the sign-in as Google would check it. Writes nothing.
 *
 * @throws Problem `authenticationInvalid` with one sentence for each fault, `authenticationIncomplete`, what is wrong with
 *   the client's file, and those of the disk
 */
export async function planAuthentication(home: Home, change: AuthenticationChange): Promise<PlannedAuthentication> {
  const current = (await readSettings(home)).authentication
  const stored = await readOAuthClient(home)
  const file = change.clientFile === undefined ? null : await readClientFile(change.clientFile)
  const clientId = change.clientId?.trim() ?? file?.clientId ?? current?.clientId ?? ''
  const clientSecret = change.clientSecret?.trim() ?? file?.clientSecret ?? stored?.clientSecret ?? ''
  const authentication: AuthenticationSettings = {
    ...current,
    clientId,
    host: plainHost(change.host ?? current?.host ?? ''),
    port: change.port ?? current?.port ?? usualPort,
    instanceId: change.instanceId === undefined ? (current?.instanceId ?? null) : change.instanceId || null,
  }
  const missing = [
    ...(clientId === '' || clientSecret === '' ? ['the OAuth client (--oauth-client FILE)'] : []),
    ...(authentication.host === '' ? ['the host (--host NAME)'] : []),
  ]
  if (missing.length > 0) throw authenticationProblem('authenticationIncomplete', { missing })
  const faults = [clientIdFault(clientId), clientSecretFault(clientSecret)].filter((fault) => fault !== null)
  faults.push(...archiveAddressFaults(authentication))
  if (faults.length > 0) throw authenticationProblem('authenticationInvalid', { faults })

  const uri = redirectUri(authentication)
  return { authentication, clientSecret, redirectUri: uri, note: missingRedirectNote(file?.redirectUris ?? null, uri) }
}

async function readClientFile(source: { path: string } | { text: string }) {
  if ('text' in source) return parseOAuthClient(source.text, 'the pasted file')
  return parseOAuthClient(await readOutsideFile(source.path, maximumOAuthClientBytes), source.path)
}
