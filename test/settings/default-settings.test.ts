import { mkdirSync } from 'node:fs'
import test from 'ava'
import { defaultSettings } from '../../source/settings/default-settings.ts'
import { settingsSchema } from '../../source/settings/settings-schema.ts'
import { homeAt } from '../../source/store/home.ts'
import { createServices } from '../../source/tui/create-services.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('the default settings are those that an empty file stands for', (t) => {
  t.deepEqual(settingsSchema.parse({}), defaultSettings)
})

test('the interface finds in an empty home what it finds in one that was read', async (t) => {
  const home = homeAt(temporaryFolder(t))
  const { readHome } = createServices({ home, google: { origin: null } })
  const found = await readHome()
  // Something lies there now, so everything is read.
  mkdirSync(home.archives)
  t.deepEqual(await readHome(), found)
})
