import * as z from 'zod'
import type { Problem } from '../../text/problem.ts'
import { keyProblem } from './service-account-key-problems.ts'

const anObject = z.record(z.string(), z.unknown())

/**
 * Says what a file is that was given in place of a service account's key, or null where it looks like one. The kinds are
 * those that Google's console and tools hand out, and what downloads turn into when they go wrong.
 *
 * @param json undefined where the text is no JSON
 */
export function nameWrongKind(text: string, json: unknown, name: string): Problem | null {
  if (text === '') return keyProblem('keyFileEmpty', { file: name })
  if (json === undefined) return nameText(text, name)
  const object = anObject.safeParse(json)
  if (!object.success) return keyProblem('keyNotAnObject', { file: name })
  const fields = object.data
  if ('web' in fields || 'installed' in fields) return keyProblem('keyIsOAuthClient', { file: name })
  switch (fields.type) {
    case 'service_account':
      return null
    case 'authorized_user':
      return keyProblem('keyIsAuthorizedUser', { file: name })
    case 'external_account':
    case 'external_account_authorized_user':
    case 'impersonated_service_account':
    case 'gdch_service_account':
      return keyProblem('keyIsExternalAccount', { file: name, found: fields.type })
    default:
      return keyProblem('keyOfUnknownKind', { file: name })
  }
}

function nameText(text: string, name: string): Problem {
  // A P12 file is a DER sequence: the byte 30, then one of 80 to 84, which is no text.
  if (/^0[\uFFFD\u0080-\u0084]/.test(text) || /\.(p12|pfx)$/i.test(name)) return keyProblem('keyIsP12', { file: name })
  if (/^<(!doctype|html|\?xml|head|body)/i.test(text)) return keyProblem('keyIsHtml', { file: name })
  if (text.startsWith('-----BEGIN')) return keyProblem('keyIsPem', { file: name })
  if (text.startsWith('{')) return keyProblem('keyCut', { file: name })
  return keyProblem('keyNotJson', { file: name })
}
