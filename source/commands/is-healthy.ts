import { get } from 'node:http'
import { type Command, InvalidArgumentError } from 'commander'
import { parseListenAddress } from '../web/listeners/listen-address.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { runCommand } from './cli/run-command.ts'

/** An answer that takes longer than this, in milliseconds, is none. */
const patience = 4000

/** Adds the hidden command that a container asks whether its service is well: there is no other program in it. */
export function addHealthCommand(program: Command): void {
  program
    .command('is-healthy', { hidden: true })
    .argument('<address>', 'the status address of the service, ADDRESS:PORT or unix:PATH', statusAddress)
    .action((address: StatusAddress, _options: object, self: Command) =>
      runCommand(self.optsWithGlobals<GlobalOptions>(), async () => {
        const isWell = await answersWell(address)
        return { text: isWell ? 'ok' : 'no answer', json: null, exitCode: isWell ? 0 : 1 }
      }),
    )
}

type StatusAddress = { host: string; port: number } | { socketPath: string }

function statusAddress(text: string): StatusAddress {
  const address = parseListenAddress(text)
  if (address === null) throw new InvalidArgumentError('Give ADDRESS:PORT or unix:PATH.')
  return address.kind === 'tcp' ? { host: address.host, port: address.port } : { socketPath: address.path }
}

function answersWell(address: StatusAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const question = get({ ...address, path: '/readyz', timeout: patience }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    question.on('timeout', () => question.destroy())
    question.on('error', () => resolve(false))
  })
}
