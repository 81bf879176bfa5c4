import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ExecutionContext } from 'ava'
import { type SynchronizeResult, synchronize } from '../../source/operations/synchronize/synchronize.ts'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import type { Settings } from '../../source/settings/settings-schema.ts'
import type { Home } from '../../source/store/home.ts'
import type { User } from '../../source/sync/user.ts'
import { Problem } from '../../source/text/problem.ts'
import { quickLimits } from '../google/support/connect.ts'
import { temporaryHome } from '../store/support/homes.ts'
import { type DocumentedGoogle, type GivenWorld, startDocumentedGoogle } from './documented-google.ts'

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const key = JSON.stringify({
  type: 'service_account',
  project_id: 'p',
  private_key_id: 'a'.repeat(40),
  private_key: privateKey,
  client_email: 'x@p.iam.gserviceaccount.com',
  client_id: '123456789012345678901',
  token_uri: 'https://oauth2.googleapis.com/token',
  universe_domain: 'googleapis.com',
})

/** What a synchronization came to. */
export type Outcome = { problem: Problem | null; result: SynchronizeResult | null; users: User[]; bytes: string }

/** An organization that was synchronized once, with automatic deletion on, and its Google. */
export type Synchronized = {
  google: DocumentedGoogle
  home: Home
  users: () => User[]
  bytes: () => string
  again: () => Promise<Outcome>
}

/** Synchronizes an organization for the first time. */
export async function synchronized(
  t: ExecutionContext,
  world: GivenWorld,
  settings: Partial<Omit<Settings, 'version'>>,
): Promise<Synchronized> {
  const google = await startDocumentedGoogle(t, world)
  const home = temporaryHome(t)
  await saveServiceAccountKey(home, key, 'key.json')
  await writeSettings(home, { administrator: 'it@example.com', automaticDeletion: true, ...settings })
  const bytes = () => readFileSync(home.users, 'utf8')
  const users = (): User[] => JSON.parse(bytes()).users
  const again = async (): Promise<Outcome> => {
    const outcome = await synchronize({
      home,
      google: { origin: google.url, limits: quickLimits },
      signal: new AbortController().signal,
      onProgress: () => {},
      onDetail: () => {},
    }).then(
      (result) => ({ result, problem: null }),
      (error: unknown) => {
        if (error instanceof Problem) return { result: null, problem: error }
        throw error
      },
    )
    return { ...outcome, users: users(), bytes: bytes() }
  }
  const first = await again()
  if (first.problem !== null) throw first.problem
  return { google, home, users, bytes, again }
}
