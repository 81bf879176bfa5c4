import { clientIdFault, clientSecretFault } from '../../settings/credentials/oauth-client.ts'
import { archiveAddressFaults } from '../../settings/redirect/archive-address-faults.ts'
import { usualPort } from '../../settings/redirect/redirect-uri.ts'
import { Problem } from '../../text/problem.ts'
import type { ServingValues } from './serving-fields.ts'

/** What stands in the fields of the step. */
type Entered = {
  file: string
  clientId: string
  clientSecret: string
  host: string
  port: string
  instanceId: string
} & Pick<ServingValues, 'certificate' | 'certificateKey'>

/**
 * The field of the sign-in that a problem is about.
 *
 * @param error what saving threw; null when nothing was wrong
 * @returns null where it is about no field, as with a full disk
 */
export function authenticationFault(error: unknown, entered: Entered): keyof Entered | null {
  if (!(error instanceof Problem)) return null
  if (error.code === 'authenticationIncomplete') return missingField(entered)
  if (error.code === 'authenticationInvalid') return invalidField(entered)
  if (error.code === 'certificateIncomplete') return entered.certificate === '' ? 'certificate' : 'certificateKey'
  if (error.code === 'certificateUnusable') return 'certificate'
  // The problems of a file that somebody hands in name it; certificates by their absolute path.
  const { file } = error.facts
  if (file === undefined) return null
  const names = (path: string): boolean => path !== '' && file.endsWith(path.replace(/^~/, ''))
  return (['file', 'certificateKey', 'certificate'] as const).find((field) => names(entered[field])) ?? null
}

function missingField({ file, clientId, clientSecret, host }: Entered): keyof Entered {
  if (file !== '') return 'host'
  if (clientId === '') return clientSecret === '' ? 'file' : 'clientId'
  // With a secret kept from before, only the host can be missing.
  return clientSecret === '' && host !== '' ? 'clientSecret' : 'host'
}

function invalidField({ file, clientId, clientSecret, port, instanceId }: Entered): keyof Entered {
  if (file === '' && clientId !== '' && clientIdFault(clientId) !== null) return 'clientId'
  if (file === '' && clientSecret !== '' && clientSecretFault(clientSecret) !== null) return 'clientSecret'
  if (archiveAddressFaults({ host: 'localhost', port: Number(port), instanceId: null }).length > 0) return 'port'
  if (archiveAddressFaults({ host: 'localhost', port: usualPort, instanceId: instanceId || null }).length > 0)
    return 'instanceId'
  return 'host'
}
