import { delegatedScopes } from './scopes.ts'

/** Google's form for domain-wide delegation, filled in with the client id and all scopes. */
export function delegationLink(clientId: string): string {
  const form = new URL('https://admin.google.com/ac/owl/domainwidedelegation')
  form.searchParams.set('clientIdToAdd', clientId)
  form.searchParams.set('clientScopeToAdd', delegatedScopes.join(','))
  form.searchParams.set('overwriteClientId', 'true')
  return form.href
}

/** Where the keys of a service account are made and deleted. */
export function serviceAccountKeysLink(projectId: string, clientId: string): string {
  return consoleLink(`iam-admin/serviceaccounts/details/${encodeURIComponent(clientId)}/keys`, projectId)
}

/** Where an API is switched on for a project. */
export function enableApiLink(api: 'admin.googleapis.com' | 'gmail.googleapis.com', projectId: string): string {
  return consoleLink(`apis/library/${api}`, projectId)
}

/** Where a person's administrator role is given. */
export const adminRolesLink = 'https://admin.google.com/ac/roles'

function consoleLink(path: string, projectId: string): string {
  return `https://console.cloud.google.com/${path}?project=${encodeURIComponent(projectId)}`
}
