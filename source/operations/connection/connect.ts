import { createDirectory, type Directory } from '../../google/directory/directory.ts'
import { readServiceAccountKey } from '../../settings/credentials/credentials.ts'
import { readSettings } from '../../settings/settings.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import { type OperationContext, tellWaits } from '../context.ts'
import { operationProblem } from '../problems.ts'

/** The directory as the home's key and administrator reach it, and the settings that go with it. */
export type OpenedConnection = { directory: Directory; settings: Settings }

/**
 * Prepares the calls to Google; the first of them asks for the token.
 *
 * @param onPage is told the number of items of each page that arrives
 * @throws Problem `notSetUp`, and what reading settings and credentials throws
 */
export async function connect(
  context: OperationContext,
  onPage: (page: { call: string; items: number }) => void = () => {},
): Promise<OpenedConnection> {
  const { home, google, signal, onProgress, onDetail } = context
  const settings = await readSettings(home)
  const key = await readServiceAccountKey(home)
  if (key === null) throw operationProblem('notSetUp', { missing: 'key' })
  if (settings.administrator === null) throw operationProblem('notSetUp', { missing: 'administrator' })
  onProgress({ stage: 'connecting' })
  const directory = createDirectory({
    key,
    administrator: settings.administrator,
    endpoint: google,
    signal,
    onPage,
    onWait: tellWaits(onProgress),
    onDetail,
  })
  return { directory, settings }
}
