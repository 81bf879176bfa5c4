import type { KeyFacts } from '../operations/configure/import-key.ts'
import { redirectUri } from '../settings/redirect/redirect-uri.ts'
import type { Settings } from '../settings/settings-schema.ts'
import type { DeletionLimit, GroupPrivileges } from '../sync/settings.ts'
import { columns } from '../text/columns.ts'
import { counted } from '../text/numbers.ts'
import { safeText } from '../text/safe-text.ts'

/** The settings as lines of text: one for each, in the order of the setup. Nothing secret. */
export function settingsText(settings: Settings, key: KeyFacts | null): string {
  const { groups, authentication, signIn } = settings
  const rows = [
    ['Key', key === null ? 'none yet' : safeText(key.privateKeyId)],
    ['Service account', key === null ? '' : safeText(key.clientEmail)],
    ['Client ID', key === null ? '' : safeText(key.clientId)],
    ['Project', key === null ? '' : safeText(key.projectId)],
    ['Administrator', settings.administrator === null ? 'none yet' : safeText(settings.administrator)],
    ['Groups', groups.map((group) => safeText(group.email)).join(', ')],
    ['Organizational units', settings.orgUnits.map(safeText).join(', ')],
    ['Included', groups.length + settings.orgUnits.length === 0 ? 'everyone' : ''],
    ['Excluded groups', settings.excludedGroups.map((group) => safeText(group.email)).join(', ')],
    ['Excluded units', settings.excludedOrgUnits.map(safeText).join(', ')],
    ['Automatic deletion', deletionWords(settings)],
    ['Deleted after', settings.deleteAfter === 0 ? '' : counted(settings.deleteAfter, 'day')],
    ['Deletion limit', deletionLimitWords(settings.deletionLimit)],
    ['Suspended users', `${settings.suspended}d`],
    ['Archived users', `${settings.archived}d`],
    ['Exclusions', settings.exclusions.length === 0 ? 'none' : settings.exclusions.map(safeText).join(', ')],
    ['Default privileges', settings.defaultPrivileges.join(', ')],
    ['On their own archive', settings.ownArchivePrivileges.join(', ')],
    ['Privileges by group', settings.privilegesByGroup.map(groupPrivilegesWords).join('; ')],
    [
      'Follow groups',
      settings.privilegesByGroup.length + Number(settings.followGroups) === 0
        ? ''
        : settings.followGroups
          ? 'on'
          : 'off: new users only',
    ],
    ['Group archives', settings.groupArchives.map((group) => safeText(group.email)).join(', ')],
    ['Sign-in with Google', authentication === null ? 'not set up' : safeText(redirectUri(authentication))],
    ['Sign-in leads back to', signIn.returnHosts.map(safeText).join(', ')],
    ['Application', safeText(signIn.application ?? '')],
    ['Certificate', safeText(signIn.certificate?.cert ?? '')],
    ['Trusted proxies', signIn.trustProxy.map(safeText).join(', ')],
    ['Catch-all', settings.catchAll === null ? 'none' : safeText(settings.catchAll)],
    ['Exports', settings.exports.map(({ kind, path }) => `${kind}=${safeText(path)}`).join(', ')],
    ['After a commit', settings.after === null ? '' : safeText(settings.after)],
    ['Sessions', authentication === null ? '' : sessionWords(signIn)],
  ]
  return columns(rows.filter(([, value]) => value !== '')).join('\n')
}

const groupPrivilegesWords = ({ email, privileges }: GroupPrivileges): string =>
  `${safeText(email)}: ${privileges.join(', ')}`

function sessionWords({ sessionHours, cookieDomain }: Settings['signIn']): string {
  const length = `${counted(sessionHours, 'hour')} at most`
  return cookieDomain === null ? length : `${length}, shared below ${safeText(cookieDomain)}`
}

/** The deletion limit in words: `5 users or 10 %, whichever is more`. */
export function deletionLimitWords({ users, percent }: DeletionLimit): string {
  const count = users === undefined ? [] : [counted(users, 'user')]
  const share = percent === undefined ? [] : [`${percent} %`]
  const parts = [...count, ...share]
  return parts.length === 2 ? `${parts.join(' or ')}, whichever is more` : parts.join('')
}

function deletionWords({ automaticDeletion, holdDeletions }: Settings): string {
  if (!automaticDeletion) return 'off'
  return holdDeletions ? 'on, waits for your approval' : 'on'
}
