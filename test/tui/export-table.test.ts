import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { exportTable } from '../../source/tui/export-table.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { integrated } from '../sync/builders.ts'

test('the ending of the name decides the format of an export, and another one is refused', async (t) => {
  const folder = temporaryFolder(t)
  const table = { kind: 'users', rows: [integrated('desk')] } as const
  await exportTable(join(folder, 'users.csv'), table)
  await exportTable(join(folder, 'users.JSON'), table)
  t.regex(readFileSync(join(folder, 'users.csv'), 'utf8'), /^"user name"/)
  t.is(JSON.parse(readFileSync(join(folder, 'users.JSON'), 'utf8'))[0].userName, 'desk')
  for (const name of ['users.csvcho', 'users', 'users.txt', '.csv.bak']) {
    await t.throwsAsync(exportTable(join(folder, name), table), { message: 'Not exported' }, name)
  }
  t.deepEqual(readdirSync(folder).sort(), ['users.JSON', 'users.csv'])
})
