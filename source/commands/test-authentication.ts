import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import type { WayBack } from '../operations/sign-in/test-authentication.ts'
import { authenticationJson, authenticationText } from '../views/authentication.ts'
import { problemText } from '../views/problem-view.ts'
import { addExamples } from './cli/examples.ts'
import { exitCodes } from './cli/exit-code.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { wrongUsage } from './cli/problems.ts'
import { type CommandTools, runCommand } from './cli/run-command.ts'
import { wholeNumber } from './cli/whole-number.ts'

type TestOptions = GlobalOptions & {
  json?: boolean
  listen?: boolean
  certificate?: string
  certificateKey?: string
  timeout: number
}

const usageLine = 'rollcall test-authentication [options] <user>'

/** Certificates with their chain have a few thousand bytes. */
const maximumPemBytes = 256 * 1024

/** Adds `rollcall test-authentication`. */
export function addTestAuthenticationCommand(program: Command): void {
  const command = program
    .command('test-authentication <user>')
    .summary('test that a user can sign in with Google')
    .description(
      'Prints an address to open in a browser (Open: URL, on standard error). After signing in, paste the address that the browser was sent to, or let Rollcall receive it with --listen.',
    )
    .option('--listen', 'receive the browser at the redirect address')
    .option('--certificate <file>', 'with --listen on https: the certificate, PEM')
    .option('--certificate-key <file>', 'and its key, PEM')
    .option('--timeout <seconds>', 'how long to wait for the browser', wholeNumber(1), 600)
    .option('--json', 'print one JSON document')
    .action((user: string, _options: object, self: Command) =>
      testAuthentication(user, self.optsWithGlobals<TestOptions>()),
    )
  addExamples(command, [
    { line: 'rollcall test-authentication ada@example.com', does: 'paste the address afterwards' },
    {
      line: 'rollcall test-authentication ada@example.com --listen',
      does: 'if the redirect address is on localhost',
    },
  ])
}

async function testAuthentication(userName: string, options: TestOptions): Promise<void> {
  await runCommand(options, async (tools) => {
    if ((options.certificate === undefined) !== (options.certificateKey === undefined)) {
      throw wrongUsage("'--certificate' and '--certificate-key' go together", usageLine)
    }
    if (options.certificate !== undefined && !options.listen) {
      throw wrongUsage("'--certificate' goes with '--listen' only", usageLine)
    }
    const operation = await import('../operations/sign-in/test-authentication.ts')
    const context = await tools.context()
    const lines = options.listen ? null : linesOf(tools)
    try {
      const back: WayBack = lines === null ? await listening(options) : { way: 'paste', next: lines.next }
      const result = await operation.testAuthentication(context, {
        userName,
        back,
        seconds: options.timeout,
        // Part of what was asked for, so --quiet does not take it away.
        onAddress: (address) => tools.tell(`Open: ${address}`),
      })
      return {
        text: authenticationText(result),
        json: authenticationJson(result),
        exitCode: result.problem === null ? 0 : exitCodes[result.problem.kind],
      }
    } finally {
      lines?.close()
    }
  })
}

async function listening(options: TestOptions): Promise<WayBack> {
  if (options.certificate === undefined || options.certificateKey === undefined)
    return { way: 'listen', certificate: null }
  const { readOutsideFile } = await import('../settings/outside-files/read-outside-file.ts')
  const [certificate, key] = await Promise.all([
    readOutsideFile(options.certificate, maximumPemBytes),
    readOutsideFile(options.certificateKey, maximumPemBytes),
  ])
  return { way: 'listen', certificate: { certificate, key } }
}

/** Asks for one line after another; what is pasted is not shown again. */
function linesOf(tools: CommandTools): {
  next: (problem: Parameters<typeof problemText>[0] | null) => Promise<string | null>
  close: () => void
} {
  const reader = createInterface({ input: tools.streams.input, terminal: false })
  const iterator = reader[Symbol.asyncIterator]()
  return {
    next: async (problem) => {
      if (problem !== null) tools.note(problemText(problem))
      tools.note('Paste the address that the browser was sent to, then press Enter:')
      const { value, done } = await iterator.next()
      return done ? null : String(value)
    },
    close: () => reader.close(),
  }
}
