import * as z from 'zod'
import { parseJsonText } from '../../text/json/json-text.ts'
import { oauthClientProblem } from './oauth-client-problems.ts'

/** An OAuth client as Google's console hands it out, validated. */
export type ImportedOAuthClient = {
  clientId: string
  /** Never shown. */
  clientSecret: string
  projectId: string | null
  /** The redirect addresses that were registered when the file was made; null where the file does not say. */
  redirectUris: string[] | null
}

/** A file has about 500 bytes, and more with hundreds of redirect addresses. */
export const maximumOAuthClientBytes = 64 * 1024

const clientIdForm = /^\d{6,32}(-[a-z0-9_-]{1,64})?\.apps\.googleusercontent\.com$/
const secretForm = /^[\x21-\x7e]{1,256}$/

/** Says in a sentence what is wrong with a client id's form; null where nothing is. */
export function clientIdFault(clientId: string): string | null {
  if (clientIdForm.test(clientId)) return null
  if (/@/.test(clientId)) return 'This is an e-mail address. A client id ends in .apps.googleusercontent.com.'
  if (/^\d+$/.test(clientId))
    return 'This is a number alone, as a service account has. A client id ends in .apps.googleusercontent.com.'
  if (/^GOCSPX-/.test(clientId)) return 'This is a client secret, which has a field of its own.'
  return 'A client id has the form 1234567890-abc123.apps.googleusercontent.com.'
}

/** Says in a sentence what is wrong with a client secret's form; null where nothing is. Does not repeat the secret. */
export function clientSecretFault(clientSecret: string): string | null {
  if (clientIdForm.test(clientSecret)) return 'This is a client id, which has a field of its own.'
  if (secretForm.test(clientSecret)) return null
  return 'A client secret has letters, digits and signs without spaces, and mostly begins with GOCSPX-.'
}

const web = z.object({
  client_id: z.string().regex(clientIdForm),
  client_secret: z.string().regex(secretForm),
  project_id: z.string().max(200).optional(),
  auth_uri: z.string().optional(),
  token_uri: z.string().optional(),
  redirect_uris: z.array(z.string()).optional(),
})

const googleAddresses = {
  auth_uri: ['https://accounts.google.com/o/oauth2/auth', 'https://accounts.google.com/o/oauth2/v2/auth'],
  token_uri: [
    'https://oauth2.googleapis.com/token',
    'https://accounts.google.com/o/oauth2/token',
    'https://www.googleapis.com/oauth2/v3/token',
    'https://www.googleapis.com/oauth2/v4/token',
  ],
}

const anObject = z.record(z.string(), z.unknown())

/**
 * Reads the OAuth client file that Google's console offers for download: `{"web": {...}}`.
 *
 * @param name the file's name, for the problem
 * @throws Problem (badData) that names what the file is instead, or what is wrong with it
 */
export function parseOAuthClient(file: string, name: string): ImportedOAuthClient {
  if (file.length > maximumOAuthClientBytes) throw oauthClientProblem('oauthClientTooLarge', { file: name })
  const fields = clientFields(file.replace(/^\uFEFF/, '').trim(), name)
  if (fields.client_secret === undefined) throw oauthClientProblem('oauthClientWithoutSecret', { file: name })
  const parsed = web.safeParse(fields)
  if (!parsed.success) {
    const faulty = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0])))]
    throw oauthClientProblem('oauthClientIncomplete', { file: name, fields: faulty })
  }
  for (const field of ['auth_uri', 'token_uri'] as const) {
    const value = parsed.data[field]
    if (value !== undefined && !googleAddresses[field].includes(value)) {
      throw oauthClientProblem('oauthClientForeign', { file: name, field, value })
    }
  }
  const { client_id, client_secret, project_id, redirect_uris } = parsed.data
  return {
    clientId: client_id,
    clientSecret: client_secret,
    projectId: project_id ?? null,
    redirectUris: redirect_uris ?? null,
  }
}

/** The fields below `web`. Throws where the file is of another kind, and says which. */
function clientFields(text: string, name: string): Record<string, unknown> {
  if (text === '') throw oauthClientProblem('oauthClientEmpty', { file: name })
  const parsed = parseJsonText(text)
  if (parsed.state === 'bad') {
    if (parsed.fault !== 'notJson') throw oauthClientProblem('oauthClientAmbiguous', { file: name, found: parsed.why })
    if (/^<(!doctype|html|\?xml|head|body)/i.test(text)) throw oauthClientProblem('oauthClientIsHtml', { file: name })
    throw oauthClientProblem(text.startsWith('{') ? 'oauthClientCut' : 'oauthClientNotJson', { file: name })
  }
  const object = anObject.safeParse(parsed.value)
  if (!object.success) throw oauthClientProblem('oauthClientOfUnknownKind', { file: name })
  const fields = anObject.safeParse(object.data.web)
  if (fields.success) return fields.data
  if ('installed' in object.data) throw oauthClientProblem('oauthClientIsInstalled', { file: name })
  switch (object.data.type) {
    case 'service_account':
      throw oauthClientProblem('oauthClientIsServiceAccount', { file: name })
    case 'authorized_user':
      throw oauthClientProblem('oauthClientIsAuthorizedUser', { file: name })
    case 'external_account':
    case 'external_account_authorized_user':
    case 'impersonated_service_account':
      throw oauthClientProblem('oauthClientIsExternalAccount', { file: name })
    default:
      throw oauthClientProblem('oauthClientOfUnknownKind', { file: name })
  }
}
