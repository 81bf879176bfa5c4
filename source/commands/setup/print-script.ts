import type { GlobalOptions } from '../cli/global-options.ts'
import { wrongUsage } from '../cli/problems.ts'
import { runCommand } from '../cli/run-command.ts'

/**
 * Prints the script for Google's Cloud Shell. It needs no home and no connection, and changes nothing: another flag beside it
 * would be lost, so it is refused.
 */
export async function printScriptAlone(
  options: GlobalOptions & { json?: boolean },
  others: object,
  usageLine: string,
): Promise<void> {
  const isAlone = Object.values(others).every((value) => value === undefined)
  await runCommand(options, async () => {
    if (!isAlone) throw wrongUsage('--print-script only prints, so no other settings go with it', usageLine)
    const { setupScript } = await import('../../google/cloud-shell/setup-script.ts')
    const script = setupScript()
    return { text: script.trimEnd(), json: { script } }
  })
}
