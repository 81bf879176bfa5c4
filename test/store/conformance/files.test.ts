import { readFileSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { fileStore } from '../../../source/store/file-store.ts'
import { temporaryHome } from '../support/homes.ts'
import { conformance } from './conformance.ts'

conformance(test, async (t) => {
  const home = temporaryHome(t)
  return {
    home,
    store: fileStore(home),
    another: () => ({ home, store: fileStore(home) }),
    damage: async (userName) => {
      const text = readFileSync(home.users, 'utf8')
      writeFileSync(home.users, text.replace(`"userName":"${userName}"`, '"userName":7'))
    },
  }
})
