import { isBelowHomes } from '../../environment/below-homes.ts'
import { administratorUnits, commandLine, hardening, unitQuoted, writableHome } from './unit-words.ts'

/** Where and as whom the sign-in service runs. */
export type ServeFacts = {
  user: string
  /** The home folder, absolute. */
  home: string
  /** The words that start the program: absolute paths. */
  command: readonly string[]
}

/** What `serve` is started with behind a proxy, until /etc/default/rollcall says otherwise. */
const behindProxy = '--listen 127.0.0.1:8463 --trust-proxy 127.0.0.1 --status 127.0.0.1:9464'

/** Where the certificate lies that systemd hands to the service, which cannot read it itself. */
const certificates = '/etc/rollcall/tls'

/**
 * Makes the units of the sign-in service: one behind a proxy, and one that answers on port 443 itself, whose socket systemd
 * opens and keeps open while the service restarts.
 */
export function serveUnits(facts: ServeFacts, unitFolder = administratorUnits): { path: string; content: string }[] {
  const file = (name: string, lines: readonly string[]) => ({
    path: `${unitFolder}/${name}`,
    content: `${lines.join('\n')}\n`,
  })
  return [
    file('rollcall-serve.service', [
      ...unit('Rollcall sign-in service', ['Wants=network-online.target', 'After=network-online.target']),
      ...service(facts),
      `Environment="SERVE_OPTIONS=${behindProxy}"`,
      // A file that is there counts for more than the line above.
      'EnvironmentFile=-/etc/default/rollcall',
      `ExecStart=${commandLine([...facts.command, 'serve'])} $SERVE_OPTIONS`,
      ...hardening([facts.home, ...facts.command].some(isBelowHomes)),
      ...install('multi-user.target'),
    ]),
    file('rollcall-serve-tls.service', [
      ...unit('Rollcall sign-in service on port 443', [
        'Requires=rollcall-serve-tls.socket',
        'Wants=network-online.target',
        'After=network-online.target rollcall-serve-tls.socket',
      ]),
      ...service(facts),
      'EnvironmentFile=-/etc/default/rollcall-tls',
      // Root reads them when the service starts, so that a key may be readable by root alone.
      `LoadCredential=fullchain.pem:${certificates}/fullchain.pem`,
      `LoadCredential=privkey.pem:${certificates}/privkey.pem`,
      `ExecStart=${commandLine([...facts.command, 'serve'])} --tls-cert \${CREDENTIALS_DIRECTORY}/fullchain.pem --tls-key \${CREDENTIALS_DIRECTORY}/privkey.pem $SERVE_OPTIONS`,
      ...hardening([facts.home, ...facts.command].some(isBelowHomes)),
      ...install('multi-user.target'),
    ]),
    file('rollcall-serve-tls.socket', [
      ...unit('Rollcall sign-in service on port 443', []),
      '[Socket]',
      'ListenStream=443',
      'FileDescriptorName=listen',
      ...install('sockets.target'),
    ]),
  ]
}

const unit = (description: string, lines: readonly string[]): string[] => [
  '[Unit]',
  `Description=${description}`,
  'Documentation=man:rollcall-serve(1)',
  ...lines,
  '',
]

const service = ({ user, home }: ServeFacts): string[] => [
  '[Service]',
  'Type=notify',
  // A program of systemd's tells that the service is ready, where Node itself cannot.
  'NotifyAccess=all',
  `User=${user}`,
  `Environment=${unitQuoted(`ROLLCALL_HOME=${home}`)}`,
  'ExecReload=/bin/kill -HUP $MAINPID',
  'Restart=on-failure',
  ...writableHome(home),
]

const install = (target: string): string[] => ['', '[Install]', `WantedBy=${target}`]
