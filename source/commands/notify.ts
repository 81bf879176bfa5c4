import { hostname } from 'node:os'
import type { Command } from 'commander'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { notifyNobody } from './cli/problems.ts'
import { asWarning, runCommand } from './cli/run-command.ts'

/** Adds `rollcall notify test`. */
export function addNotifyCommand(program: Command): void {
  const notify = program
    .command('notify')
    .summary('test how you are told after a sync')
    .description(
      'Tests how you are told after a sync. To set it up: rollcall setup --notify-on failure --notify-mail ADDRESS',
    )
  const test = notify
    .command('test', { isDefault: true })
    .summary('send a test message')
    .description('Sends a test message by every way that is set up, and says which one failed.')
    .option('--json', 'print one JSON document')
    .action((_options: object, self: Command) => sendTest(self.optsWithGlobals<GlobalOptions & { json?: boolean }>()))
  const examples = [{ line: 'rollcall notify test', does: 'send a test message' }]
  addExamples(notify, examples)
  addExamples(test, examples)
}

async function sendTest(options: GlobalOptions & { json?: boolean }): Promise<void> {
  await runCommand(options, async (tools) => {
    const { readMeans, tell } = await import('../operations/after-run/after-run.ts')
    const means = await readMeans((await tools.context()).home)
    if (!('settings' in means)) throw means
    if (means.settings.notify.mailTo.length === 0 && means.secrets.webhook === null) throw notifyNobody()
    const subject = `Rollcall on ${hostname()}: this is a test`
    const document = { text: subject, host: hostname(), outcome: 'test' }
    const { reached, problems } = await tell(means, {
      subject,
      text: `${subject}\nIf you can read this, it works.\n`,
      document,
    })
    const warnings = problems.map(asWarning)
    const lines = warnings.map(({ code, message }) => `${message} To fix it: rollcall explain ${code}`)
    return {
      text: [...(reached > 0 ? [reached === 1 ? 'Sent by 1 way.' : `Sent by ${reached} ways.`] : []), ...lines].join(
        '\n',
      ),
      json: { sent: reached, warnings },
      exitCode: warnings.length === 0 ? 0 : 1,
    }
  })
}
