import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ExecutionContext } from 'ava'

/** Starts Dovecot without a listener, for what `doveadm` asks it, and returns that; answers and refusals are one text. */
export async function startDovecotAuth(
  t: ExecutionContext<unknown>,
  configuration: string,
): Promise<(args: readonly string[]) => string> {
  const child = spawn('/usr/sbin/dovecot', ['-F', '-c', configuration], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      output += data
    })
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  t.teardown(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const socket = join(dirname(configuration), 'run', 'auth-userdb')
  while (!existsSync(socket)) {
    if (child.exitCode !== null) throw new Error(`dovecot ended: ${output}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return (args) => {
    const { stdout, stderr } = spawnSync('/usr/bin/doveadm', ['-c', configuration, ...args], { encoding: 'utf8' })
    return stdout + stderr
  }
}
