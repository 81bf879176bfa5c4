import * as z from 'zod'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { makeLastingFolder } from '../../store/disk/make-folder.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { parseJsonText } from '../../text/json/json-text.ts'
import { settingsProblem } from '../problems.ts'

/** What telling somebody takes and nobody else may see: whoever has such an address can post to it. */
export type NotifySecrets = { webhook: string | null; heartbeat: string | null; smtpPassword: string | null }

const schema = z.object({
  webhook: z.string().nullable().default(null),
  heartbeat: z.string().nullable().default(null),
  smtpPassword: z.string().nullable().default(null),
})

const maximumBytes = 64 * 1024

/**
 * Reads the secrets; each is null where none was set.
 *
 * @throws Problem (badData) when the file cannot be used; Problem (failed) when the disk fails
 */
export function readNotifySecrets(home: Home): NotifySecrets {
  const path = home.notifySecrets
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(disk, path, maximumBytes)))
  if (file === null) return schema.parse({})
  const json = file.state === 'read' ? parseJsonText(file.text) : null
  const parsed = json?.state === 'good' ? schema.safeParse(json.value) : null
  if (!parsed?.success)
    throw settingsProblem('credentialUnusable', { file: path, why: 'It does not hold addresses and passwords.' })
  return parsed.data
}

/** Saves the secrets in place of earlier ones. Throws Problem (failed) when the disk fails. */
export function saveNotifySecrets(home: Home, secrets: NotifySecrets): void {
  onDisk('write', home.notifySecrets, () => {
    makeLastingFolder(disk, home.credentials)
    replaceFile(disk, home.notifySecrets, [`${JSON.stringify(secrets, null, 2)}\n`])
  })
}
