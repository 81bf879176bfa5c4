/** systemd's folder for units of the machine's administrator. */
export const administratorUnits = '/etc/systemd/system'

/**
 * Takes from a service everything that Rollcall does without.
 *
 * @param readsHomes whether the program or its home lies below /home or /root
 */
export const hardening = (readsHomes: boolean): string[] => [
  'UMask=0077',
  'NoNewPrivileges=yes',
  'ProtectSystem=strict',
  readsHomes ? 'ProtectHome=read-only' : 'ProtectHome=yes',
  'PrivateTmp=yes',
  'PrivateDevices=yes',
  'ProtectKernelTunables=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelLogs=yes',
  'ProtectControlGroups=yes',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectProc=invisible',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX',
  'RestrictNamespaces=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'LockPersonality=yes',
  'CapabilityBoundingSet=',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
]

/** Returns the lines that let a service write to its home, and to nothing else. */
export function writableHome(home: string, stateFolder = 'rollcall'): string[] {
  if (home === `/var/lib/${stateFolder}`) return [`StateDirectory=${stateFolder}`, 'StateDirectoryMode=0700']
  return [`ReadWritePaths=${unitQuoted(home)}`]
}

/** Writes a command for a unit file, where a dollar sign begins a variable, but not in the path of what is run. */
export const commandLine = ([program = '', ...words]: readonly string[]): string =>
  [unitQuoted(program), ...words.map((word) => unitQuoted(word).replaceAll('$', '$$$$'))].join(' ')

/** Writes a word for a unit file, where a percent sign begins a specifier; the template's own is kept. */
export function unitQuoted(text: string): string {
  const escaped = text.replace(/%(?!i\b)/g, '%%')
  return /^[\w@%+=:,./-]+$/.test(escaped) ? escaped : `"${escaped.replace(/["\\]/g, '\\$&')}"`
}
