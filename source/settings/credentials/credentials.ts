import * as z from 'zod'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { makeLastingFolder } from '../../store/disk/make-folder.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { parseJsonText } from '../../text/json/json-text.ts'
import { settingsProblem } from '../problems.ts'
import { maximumKeyFileBytes, parseServiceAccountKey, type ServiceAccountKey } from './service-account-key.ts'

/** The credentials of the archive's OAuth client. */
export type OAuthClient = { clientId: string; clientSecret: string }

const oauthClient = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(1) })

/**
 * The key that was copied into the home.
 *
 * @returns null before the setup
 * @throws Problem (badData) when the file is no service account key; Problem (failed) when the disk fails
 */
export async function readServiceAccountKey(home: Home): Promise<ServiceAccountKey | null> {
  const text = read(home.serviceAccountKey)
  return text === null ? null : parseServiceAccountKey(text, home.serviceAccountKey)
}

/**
 * Copies a key into the home, in place of an earlier one. What is kept is Google's own JSON, so that other tools can use
 * the file too, with the repairs that reading it needed.
 *
 * @param file the key file's content
 * @param name the file's name, for the problem
 * @throws Problem (badData) when it is no service account key; Problem (failed) when the disk fails
 */
export async function saveServiceAccountKey(
  home: Home,
  file: string | Uint8Array,
  name: string,
): Promise<ServiceAccountKey> {
  const key = parseServiceAccountKey(file, name)
  save(home, home.serviceAccountKey, {
    type: 'service_account',
    project_id: key.projectId,
    private_key_id: key.privateKeyId,
    private_key: key.privateKey,
    client_email: key.clientEmail,
    client_id: key.clientId,
    token_uri: 'https://oauth2.googleapis.com/token',
    universe_domain: 'googleapis.com',
  })
  return key
}

/**
 * The OAuth client with which users sign in.
 *
 * @returns null when none was saved
 * @throws Problem (badData) when the file cannot be used; Problem (failed) when the disk fails
 */
export async function readOAuthClient(home: Home): Promise<OAuthClient | null> {
  const text = read(home.oauthClient)
  if (text === null) return null
  const json = parseJsonText(text)
  const parsed = json.state === 'good' ? oauthClient.safeParse(json.value) : null
  if (!parsed?.success) {
    const why = 'The file does not hold a client ID and a client secret.'
    throw settingsProblem('credentialUnusable', { file: home.oauthClient, why })
  }
  return parsed.data
}

/** Saves the OAuth client in place of an earlier one. Throws Problem (failed) when the disk fails. */
export async function saveOAuthClient(home: Home, client: OAuthClient): Promise<void> {
  save(home, home.oauthClient, client)
}

function read(path: string): string | null {
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(disk, path, maximumKeyFileBytes)))
  if (file === null) return null
  if (file.state === 'unusable') {
    const why = 'It is not a text file, or it is too large.'
    throw settingsProblem('credentialUnusable', { file: path, why })
  }
  return file.text
}

function save(home: Home, path: string, content: object): void {
  onDisk('write', path, () => {
    makeLastingFolder(disk, home.credentials)
    replaceFile(disk, path, [`${JSON.stringify(content, null, 2)}\n`])
  })
}
