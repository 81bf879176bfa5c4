import {
  type AuthenticationSettings,
  type Settings,
  type SignInSettings,
  settingsSchema,
} from '../../../settings/settings-schema.ts'
import { version } from '../../../version.ts'
import { roffItem, roffText, roffUnbroken } from './roff.ts'

/** Each setting with what it means. A new setting doesn't compile until it is described here. */
const meanings: { readonly [Key in keyof Settings]: string } = {
  version: 'The version of this file: 1.',
  administrator: 'The address of the Workspace administrator on whose behalf the directory is read.',
  groups:
    "The groups whose members are in the archive: each with Google's immutable id, its address and its name. With no group, everyone is.",
  orgUnits: 'Organizational units, such as /Sales: everyone in one or below it is in the archive.',
  excludedGroups: 'Groups whose members are left out, whatever brought them in.',
  excludedOrgUnits: 'Organizational units whose people are left out, whatever brought them in.',
  automaticDeletion: 'true: a sync deletes users who left the directory or the scope.',
  deleteAfter:
    'With automaticDeletion: the days between leaving the scope and being deleted, counted from the first day; 0: at once.',
  holdDeletions: 'true: deletions wait until you run rollcall plan approve.',
  suspended: 'Suspended accounts: include or exclude.',
  archived: 'The same for archived accounts.',
  exclusions: 'Patterns for addresses that are left out, such as *@lab.example.com.',
  deletionLimit:
    'The most users that one sync deletes without --allow-deletions: users, percent, or the larger of both.',
  defaultPrivileges: 'The privileges of new users.',
  ownArchivePrivileges: 'What new users may do in their own archive: none, read, write, delete.',
  privilegesByGroup:
    'Groups whose members get privileges beside the default ones: each with its id, address and name, and a list of privileges.',
  followGroups: 'true: such privileges are given to users who join the group, and taken back when the membership ends.',
  groupArchives:
    'Groups that have an archive of their own, which their members can read: each with its id, address and name.',
  exports: 'Files for other programs that each commit keeps current: each with its kind and its path.',
  after: 'A command that runs once after each commit; null for none.',
  catchAll: 'The user whose archive takes mail for unknown addresses; null for none.',
  catchAllId:
    'The Google account of that user when you named it. Another account that gets its address gets no such mail.',
  notify:
    'Who is told after a sync: on (never, failure, change or always), mailTo, mailFrom, smtp, and metricsFile for Prometheus. Webhooks and passwords are credentials.',
  authentication: 'The OAuth client with which people sign in, and the address of the archive. null: not set up.',
  signIn: 'The length of sessions, and the hosts to which people may return after signing in.',
}

const authentication: { readonly [Key in keyof AuthenticationSettings]: string } = {
  clientId: 'The OAuth client ID, of type Web application.',
  host: "The archive's name, as people type it.",
  port: 'Its port.',
  instanceId: 'The instance of a hosted edition; else null.',
}

const signIn: { readonly [Key in keyof SignInSettings]: string } = {
  returnHosts: 'Hosts that a sign-in may lead back to, beside the archive itself.',
  sessionHours: 'The longest time of a session, in hours.',
  cookieDomain: 'A domain whose hosts share the session; null for the archive alone.',
  application: "Where people read their mail: a path on the archive's own host, or an address; null for nowhere.",
  certificate: "The service's own certificate and key, absolute paths; null behind a reverse proxy.",
  trustProxy: 'Reverse proxies whose X-Forwarded headers count: addresses, networks, or unix.',
}

/** Returns the page of `settings.json`, rollcall-settings(5), with each setting and its default. */
export function settingsPage(): string {
  const defaults = settingsSchema.parse({ signIn: {} })
  const withDefault = (name: string, meaning: string, value: unknown): string[] =>
    roffItem(name, `${meaning}${value === undefined ? '' : ` Default: ${spaced(value)}.`}`)
  return [
    `.TH ROLLCALL\\-SETTINGS 5 "" "rollcall ${version}" "File Formats"`,
    ...roffUnbroken,
    '.SH NAME',
    'rollcall\\-settings \\- settings of rollcall(1)',
    '.SH DESCRIPTION',
    roffText(
      'The file settings.json in the home holds one JSON object. It is written by rollcall setup and by the terminal interface, and readable by its owner alone. What is missing has its default, and unknown members are kept. Credentials are in files of their own.',
    ),
    '.SH SETTINGS',
    ...Object.entries(meanings).flatMap(([name, meaning]) =>
      withDefault(name, meaning, defaults[name as keyof Settings]),
    ),
    '.SS authentication',
    ...Object.entries(authentication).flatMap(([name, meaning]) => withDefault(name, meaning, undefined)),
    '.SS signIn',
    ...Object.entries(signIn).flatMap(([name, meaning]) =>
      withDefault(name, meaning, defaults.signIn[name as keyof SignInSettings]),
    ),
    '.SH FILES',
    ...roffItem('/var/lib/rollcall/settings.json', 'with the Debian package and with rollcall install'),
    ...roffItem('~/.local/share/rollcall/settings.json', 'else'),
    '.SH SEE ALSO',
    'rollcall(1), rollcall\\-setup(1), rollcall\\-settings(1)',
    '',
  ].join('\n')
}

/** JSON on one line with places where a line can end. */
const spaced = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ')
