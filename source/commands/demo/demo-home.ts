import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import demoStore from '../../../fixtures/demo-store.json' with { type: 'json' }
import { temporaryDirectory } from '../../environment/folders.ts'
import { demoOrganization } from '../../simulator/organization/demo-organization.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { folderOf } from '../../store/archives/archive-names.ts'
import { homeAt } from '../../store/home.ts'

/** A running demo: an embedded stand-in for Google, and a home that is thrown away. */
export type Demo = {
  /** The home: a store as an archive in use would have it, and nothing set up. */
  home: string
  /** Where the stand-in for Google listens. */
  google: string
  /** The service account's key, which the setup asks for. */
  keyFile: string
  administrator: string
  /** Ends the stand-in and removes everything. */
  close(): Promise<void>
}

/** The mail that lies in each of the demo's archives. */
const message =
  'From: demo@example.com\nTo: archive@example.com\nSubject: Hello\nDate: Thu, 01 Jan 2026 12:00:00 +0000\n\nHello.\n'

/** Starts the demo. Nothing outside the system's folder for temporary files is touched. */
export async function startDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(temporaryDirectory(process.env), 'rollcall-demo-'))
  const remove = () => {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  // A demo that ends where nobody closes it, by a bug or a second Ctrl-C, leaves nothing either.
  process.on('exit', remove)
  try {
    const simulator = await startSimulator({ organization: demoOrganization() })
    const home = homeAt(join(folder, 'home'))
    mkdirSync(home.archives, { recursive: true, mode: 0o700 })
    writeFileSync(home.users, `${JSON.stringify(demoStore, null, 2)}\n`, { mode: 0o600 })
    for (const user of demoStore.users) {
      if (user.authentication === 'directoryServices') makeArchive(join(home.archives, folderOf(user.userName)))
    }
    const keyFile = join(folder, 'service-account.json')
    writeFileSync(keyFile, JSON.stringify(simulator.key), { mode: 0o600 })
    return {
      home: home.folder,
      google: simulator.url,
      keyFile,
      administrator: simulator.admin,
      async close() {
        await simulator.close()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

function makeArchive(folder: string): void {
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(folder, part), { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'new', '1767268800.M1P1.example'), message, { mode: 0o600 })
}
