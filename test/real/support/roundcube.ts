import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { freePort } from '../../support/free-port.ts'
import { fill } from './fill.ts'
import { runDaemon } from './run-daemon.ts'

const example = (name: string): string =>
  readFileSync(new URL(`../../../docs/examples/roundcube/${name}`, import.meta.url), 'utf8')

/** The account of Debian's web server, which PHP runs as. */
const webAccount = { name: 'www-data', id: 33 }

/** PHP's FastCGI server carries its version in its name. */
const fpmName = readdirSync('/usr/sbin').find((name) => /^php-fpm\d/.test(name)) ?? 'php-fpm'

/** The programs and files that Roundcube needs, as Debian has them. */
export const roundcubePrograms = [
  join('/usr/sbin', fpmName),
  '/usr/bin/php',
  '/var/lib/roundcube/public_html/index.php',
  '/usr/share/roundcube/plugins/http_authentication/http_authentication.php',
]

/** A Roundcube that runs. */
export type Roundcube = {
  /** What nginx needs to serve it below `/mail/`: the documented configuration. */
  location: string
}

/**
 * Starts Debian's Roundcube with the documented configuration, an empty database of its own, and an IMAP server on
 * loopback. It ends with the test.
 *
 * @param folder a folder of the test; accounts other than the test's must be let through it
 */
export async function startRoundcube(
  t: ExecutionContext<unknown>,
  { folder, imapPort }: { folder: string; imapPort: number },
): Promise<Roundcube> {
  const place = join(folder, 'roundcube')
  const database = join(place, 'roundcube.sqlite')
  chmodSync(folder, 0o711)
  for (const path of [place, join(place, 'config'), join(place, 'temp'), join(place, 'logs')]) mkdirSync(path)
  for (const name of ['defaults.inc.php', 'mimetypes.php'])
    symlinkSync(join('/etc/roundcube', name), join(place, 'config', name))
  const filled = fill(example('rollcall.inc.php'), [['127.0.0.1:143', `127.0.0.1:${imapPort}`]])
  writeFileSync(join(place, 'config', 'rollcall.inc.php'), filled)
  writeFileSync(
    join(place, 'config', 'config.inc.php'),
    `<?php
$config = [
  'db_dsnw' => 'sqlite:///${database}?mode=0640',
  'des_key' => '0123456789abcdef01234567',
  'temp_dir' => '${join(place, 'temp')}',
  'log_dir' => '${join(place, 'logs')}',
  'plugins' => [],
];
include '${join(place, 'config', 'rollcall.inc.php')}';
`,
  )
  execFileSync('php', ['-r', makeDatabase, database])
  if (userInfo().uid === 0) {
    for (const path of [place, database, join(place, 'temp'), join(place, 'logs')])
      chownSync(path, webAccount.id, webAccount.id)
  }
  const port = await freePort()
  const configuration = join(place, 'php-fpm.conf')
  writeFileSync(
    configuration,
    `[global]
error_log = ${join(place, 'logs', 'fpm.log')}
daemonize = no
[roundcube]
user = ${webAccount.name}
group = ${webAccount.name}
listen = 127.0.0.1:${port}
pm = static
pm.max_children = 3
catch_workers_output = yes
env[ROUNDCUBE_CONFIG_DIR] = ${join(place, 'config')}
php_admin_value[session.save_path] = ${join(place, 'temp')}
`,
  )
  await runDaemon(t, join('/usr/sbin', fpmName), ['--nodaemonize', '--fpm-config', configuration], port)
  return { location: fill(example('nginx-location.conf'), [['unix:/run/php/php-fpm.sock', `127.0.0.1:${port}`]]) }
}

/** Debian makes the tables when the package is configured; a test makes its own. */
const makeDatabase = `$database = new SQLite3($argv[1]);
$database->exec(file_get_contents('/usr/share/roundcube/SQL/sqlite.initial.sql')) or exit(1);`
