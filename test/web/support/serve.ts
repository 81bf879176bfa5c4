import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { saveOAuthClient } from '../../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../../source/settings/settings.ts'
import { hashPassword } from '../../../source/store/users/password.ts'
import { storeText } from '../../../source/store/users/store-adapter.ts'
import { nodeUnderTest } from '../../support/node-under-test.ts'
import { cleanEnvironment, program } from '../../support/run-process.ts'
import { type RunningProgram, startProgram } from '../../support/running-program.ts'
import { type Workplace, workplace } from '../../support/workplace.ts'
import { ada, directoryUser } from './service.ts'

/** A home that can be served: the sign-in set up, Ada from Google, and Sally with the password `correct horse`. */
export async function homeToServe(
  t: ExecutionContext<unknown>,
  address: { host?: string; port: number },
): Promise<Workplace> {
  const place = await workplace(t)
  const { home, google } = place
  await saveOAuthClient(home, google.oidc)
  await writeSettings(home, {
    authentication: { clientId: google.oidc.clientId, host: 'localhost', instanceId: null, ...address },
  })
  const sally = {
    ...directoryUser(ada),
    userName: 'sally',
    authentication: 'integrated' as const,
    directoryId: null,
    emailAddresses: ['sally@example.com'],
    password: await hashPassword('correct horse'),
  }
  const users = [directoryUser(ada), sally]
  writeFileSync(home.users, [...storeText({ version: 1, revision: 1, users })].join(''), { mode: 0o600 })
  return place
}

/** A `rollcall serve` that runs as a process. */
export type Serving = RunningProgram & {
  /** Resolves when the log has this line. */
  logged: (wanted: RegExp) => Promise<string>
}

/**
 * Runs `rollcall serve` as a process, which ends with the test.
 *
 * @param sockets listening sockets that are handed over as systemd does, by their names
 */
export function serve(
  t: ExecutionContext<unknown>,
  { home, google }: Workplace,
  args: readonly string[],
  { environment = {}, sockets = {} }: { environment?: NodeJS.ProcessEnv; sockets?: Record<string, number> } = {},
): Serving {
  const all = [nodeUnderTest, program, '--home', home.folder, '--google', google.url, 'serve', ...args]
  const names = Object.keys(sockets)
  const handed = { LISTEN_FDS: String(names.length), LISTEN_FDNAMES: names.join(':') }
  // As systemd does it: the number of the process that the sockets are for is known only to itself.
  const running = startProgram('sh', ['-c', 'LISTEN_PID=$$ exec "$@"', 'sh', ...all], {
    cwd: join(home.folder, '..'),
    env: { ...cleanEnvironment(), ...(names.length > 0 ? handed : {}), ...environment },
    descriptors: Object.values(sockets),
  })
  t.teardown(async () => {
    running.signal('SIGKILL')
    await running.ended
  })
  return { ...running, logged: (wanted) => running.find('stderr', new RegExp(`(${wanted.source})`, 'm')) }
}
