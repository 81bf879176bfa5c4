import { saveServiceAccountKey } from '../../settings/credentials/credentials.ts'
import { maximumKeyFileBytes, type ServiceAccountKey } from '../../settings/credentials/service-account-key.ts'
import { readOutsideFile } from '../../settings/outside-files/read-outside-file.ts'
import type { Home } from '../../store/home.ts'

/** Where a key comes from: a file's path, or the JSON itself with the name to call it by, pasted or from standard input. */
export type KeySource = { path: string } | { text: string; name: string }

/** A key file's content, and the name to call it by in a problem. */
export type KeyFile = { content: string; name: string }

/** What may be shown of a key. */
export type KeyFacts = Omit<ServiceAccountKey, 'privateKey'>

/**
 * Copies a service account's key into the home, in place of an earlier one.
 *
 * @returns what may be shown of it
 * @throws Problem (badData) when it cannot be read or is no such key; Problem (failed) when the disk fails
 */
export async function importKey(home: Home, source: KeySource): Promise<KeyFacts> {
  const { content, name } = await readKeySource(source)
  return keyFacts(await saveServiceAccountKey(home, content, name))
}

/** Reads a key file's content without judging it. Throws Problem (badData) when the file cannot be read. */
export async function readKeySource(source: KeySource): Promise<KeyFile> {
  if ('text' in source) return { content: source.text, name: source.name }
  return { content: await readOutsideFile(source.path, maximumKeyFileBytes), name: source.path }
}

/** The key without its secret part. */
export function keyFacts({ privateKey: _secret, ...facts }: ServiceAccountKey): KeyFacts {
  return facts
}
