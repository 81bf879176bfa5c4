import type { ServiceAccountKey } from '../settings/credentials/service-account-key.ts'

/** Who asks Google: the service account, and the administrator it acts for. */
export type Identity = {
  key: ServiceAccountKey
  /** Null: the service account for itself, which is enough to prove the key. */
  administrator: string | null
  scopes: readonly string[]
}
