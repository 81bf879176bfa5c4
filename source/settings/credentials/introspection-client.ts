import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { onDisk } from '../../store/disk/disk-problems.ts'
import { disk, ignoring } from '../../store/disk/file-operations.ts'
import { makeFolder } from '../../store/disk/make-folder.ts'
import { readWholeFile } from '../../store/disk/read-whole-file.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import type { Home } from '../../store/home.ts'
import { parseJsonText } from '../../text/json/json-text.ts'
import { settingsProblem } from '../problems.ts'

const schema = z.object({ clientId: z.string().min(1), clientSecret: z.string().min(16) })

/** The name and secret with which a mail server asks what a mail token opens. */
export type IntrospectionClient = z.infer<typeof schema>

/**
 * The mail server's credentials, made when they are first needed.
 *
 * @throws Problem (badData) when the file cannot be used; Problem (failed) when the disk fails
 */
export function introspectionClient(home: Home): IntrospectionClient {
  const path = home.introspectionClient
  const file = onDisk('read', path, () => ignoring(['ENOENT'], () => readWholeFile(disk, path, 64 * 1024)))
  if (file !== null) {
    const json = file.state === 'read' ? parseJsonText(file.text) : null
    const parsed = json?.state === 'good' ? schema.safeParse(json.value) : null
    if (!parsed?.success) {
      const why = 'The file does not hold a client id and a client secret.'
      throw settingsProblem('credentialUnusable', { file: path, why })
    }
    return parsed.data
  }
  // Letters and digits alone: Dovecot's configuration has it as a part of an address.
  const made = { clientId: 'dovecot', clientSecret: randomBytes(24).toString('hex') }
  onDisk('write', path, () => {
    makeFolder(disk, home.credentials)
    replaceFile(disk, path, [`${JSON.stringify(made, null, 2)}\n`])
  })
  return made
}
