import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { saveOAuthClient } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { directoryIdFor } from '../../source/simulator/organization/organization.ts'
import type { Home } from '../../source/store/home.ts'
import type { Workplace } from '../support/workplace.ts'
import { integrated, user } from '../sync/builders.ts'
import type { Terminal } from './terminal.ts'

/** One screen: the keys that lead there from the home screen, each with words that are there then at any size. */
export type Way = readonly (readonly [key: string, shown: string | RegExp])[]

const down = '\u001b[B'
const plan = ['2', 'row 1 of'] as const
const users = ['3', 'row 1 of 1'] as const
const archives = ['4', 'row 1 of 1'] as const
const settings = ['6', '› Google side'] as const
const signIn = ['3ji', /Open this address[\s\S]*http:/] as const

/** Every screen, prompt and pane that a home with one integrated user leads to. */
export const everyScreen: readonly Way[] = [
  [],
  [['?', 'Help']],
  [plan],
  [plan, ['/', 'letters'], ['o', '/ o']],
  [plan, ['\r', 'What:']],
  [plan, ['w', /No warnings|Worth knowing|Skipped/]],
  [plan, ['E', 'Export']],
  [plan, ['s', 'Create']],
  [users],
  [users, ['\r', 'Authentication']],
  [users, ['p', '› □ No access']],
  [users, ['n', '› User name']],
  [users, ['n', '› User name'], [' ', 'name to sign in']],
  [users, ['n', '› User name'], [down.repeat(4), '› Password'], [' secret', '******']],
  [users, ['d', 'Remove']],
  [users, ['i', 'not set up']],
  [users, ['E', 'Export']],
  [archives],
  [archives, ['\r', 'Give the']],
  [['5', 'committed yet']],
  [['7', 'choose a user']],
  [['8', 'not set up']],
  [['9', /Sign-in check[\s\S]*not set up/]],
  [settings],
  [settings, ['1', /› +Quickest/]],
  [settings, ['1', /› +Quickest/], [' ', 'back to the list']],
  [settings, ['1', /› +Quickest/], ['v', 'usr/bin/env bash']],
  [settings, ['2', 'Key file']],
  [settings, ['3', 'Administrator']],
  [settings, ['4', 'Google answers']],
  [settings, ['5', '□ Staff']],
  [settings, ['5', '□ Staff'], ['2', /\[Units\][\s\S]+□ \//]],
  [settings, ['5', '□ Staff'], ['3', '[Exclusions]'], ['n', 'Skip people']],
  [settings, ['5', '□ Staff'], ['v', /\d people in/]],
  [settings, ['6', '› Automatic']],
  [settings, ['7', '› □ No access']],
  [settings, ['8', '› Client file']],
]

/** The screens that take more: a user of the directory, the sign-in set up, and deletions beyond their limit. */
export const everyScreenOfFullHome: readonly Way[] = [
  [signIn],
  [signIn, ['nonsense\r', '✗'], ['typed', /^ *typed/m]],
  [
    ['7', 'choose a user'],
    ['j\r', signIn[1]],
  ],
  [plan, ['s', 'Type 2']],
  [plan, ['s', 'Type 2'], ['1\r', /Type\s+2\s+to\s+confirm/], ['7', /^ *17/m]],
]

/** An organization with names of every width, for a store with one integrated user and an archive of nobody. */
export const wideOrganization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com', name: { fullName: 'Alex Administrator' } },
    { primaryEmail: 'taro@example.com', name: { fullName: '田中 太郎'.repeat(8) } },
    { primaryEmail: 'noa@example.com', name: { fullName: 'נועה לוי' } },
    { primaryEmail: `${'long-'.repeat(9)}name@example.com`, name: { fullName: 'e\u0301'.repeat(40) } },
  ],
  groups: [{ id: 'g1', email: 'staff@example.com', name: 'Staff '.repeat(10), members: [] }],
}
export const smallStore = { version: 1 as const, revision: 1, users: [integrated('desk')] }

/** Makes of a workplace one that has a user of the directory, two who are gone from it, and the sign-in. */
export async function fillHome({ home, google }: Workplace): Promise<void> {
  const taro = user('taro@example.com', { directoryId: directoryIdFor('taro@example.com') })
  const gone = ['uma', 'vera'].map((name) => user(`${name}@example.com`))
  await writeFile(home.users, JSON.stringify({ ...smallStore, users: [...smallStore.users, taro, ...gone] }))
  await saveOAuthClient(home, google.oidc)
  const authentication = { clientId: google.oidc.clientId, host: 'archive.example.com', port: 8462, instanceId: null }
  await writeSettings(home, { automaticDeletion: true, deletionLimit: { users: 1 }, authentication })
}

/** Puts an archive there that nobody has. */
export async function addUnownedArchive(home: Home): Promise<void> {
  for (const part of ['cur', 'new', 'tmp'])
    await mkdir(join(home.archives, 'old@example.com', part), { recursive: true })
}

/** Goes from the home screen to one of its screens. */
export async function goTo(terminal: Terminal, way: Way): Promise<void> {
  for (const [key, shown] of way) {
    terminal.type(key)
    await terminal.waitFor(shown, 20)
  }
  await terminal.settled()
}

const isHome = (terminal: Terminal): boolean => /(?<!Help ·) Home(?: +SIMULATED)?$/.test(terminal.lines()[0] ?? '')

/** Goes back to the home screen, whatever is open. */
export async function goHome(terminal: Terminal): Promise<void> {
  for (let tries = 0; tries < 20 && !isHome(terminal); tries += 1) {
    terminal.press('escape')
    await terminal.settled()
  }
}
