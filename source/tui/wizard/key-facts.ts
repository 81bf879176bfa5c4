import type { KeyFacts } from '../../operations/configure/import-key.ts'
import { safeText } from '../../text/safe-text.ts'
import type { Line } from '../text/line.ts'

/** What a service account's key says about itself, with the names that Google's console has for it. */
export function keyFacts({ privateKeyId, clientEmail, clientId, projectId }: KeyFacts): Line[] {
  const facts = [
    ['Key ID', privateKeyId],
    ['Service account', clientEmail],
    ['Client ID', clientId],
    ['Project', projectId],
  ] as const
  return facts.map(([name, value]) => [{ text: name.padEnd(17), dim: true }, { text: safeText(value) }])
}
