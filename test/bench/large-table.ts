import { readdir, readFile } from 'node:fs/promises'
import { saveServiceAccountKey } from '../../source/settings/credentials/credentials.ts'
import { writeSettings } from '../../source/settings/settings.ts'
import { randomOrganization } from '../../source/simulator/organization/random-organization.ts'
import { startSimulator } from '../../source/simulator/simulator.ts'
import { openHome } from '../../source/store/open-home.ts'
import { openTerminal, type Terminal } from '../end-to-end/terminal.ts'
import { program } from '../support/run-process.ts'
import { type Figure, figure } from './figure.ts'

/** The processor time of all threads of a process so far, in milliseconds. Linux alone tells it this finely. */
async function processorTime(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')))
  return times.reduce((sum, text) => sum + Number(text.split(' ')[0]) / 1e6, 0)
}

/** What each of these keys costs until its frame is sent. */
async function timesOf(terminal: Terminal, keys: readonly string[]): Promise<number[]> {
  const values: number[] = []
  for (const key of keys) {
    const before = await processorTime(terminal.pid)
    terminal.type(key)
    await terminal.settled()
    values.push((await processorTime(terminal.pid)) - before)
  }
  return values
}

/** What a key costs in a plan of 100,000 rows: processor time of the built program, whatever else the machine does. */
export async function largeTableFigures(folder: string): Promise<Figure[]> {
  const google = await startSimulator({ organization: randomOrganization({ users: 100_000, groups: 10 }) })
  const home = openHome(folder)
  await saveServiceAccountKey(home, JSON.stringify(google.key), 'key.json')
  await writeSettings(home, { administrator: google.admin })
  const terminal = openTerminal(process.execPath, [program, '--home', folder, '--google', google.url])
  await terminal.waitFor('› Synchronize now')
  terminal.type('2')
  await terminal.waitFor('row 1 of 100,000', 300)
  // The search is made ready, and what reading left behind is cleared away, before anybody types.
  let quiet = 0
  for (let last = 0; quiet < 3; ) {
    await terminal.settled()
    const now = await processorTime(terminal.pid)
    quiet = now - last < 5 ? quiet + 1 : 0
    last = now
  }
  const moving = await timesOf(terminal, Array<string>(60).fill('\u001b[B'))
  const pages = await timesOf(terminal, [...Array<string>(20).fill('\u001b[6~'), 'G', 'g'])
  terminal.type('/')
  await terminal.settled()
  const typing = await timesOf(terminal, [...'ann a smi', ...Array<string>(9).fill('\u007f'), ...'example'])
  terminal.press('ctrlC')
  await terminal.ended
  await google.close()
  return [
    figure({
      name: 'a key in a table of 100,000 rows, until its frame is sent',
      floor: 'a frame at 60 a second, processor time',
      target: 16,
      unit: 'ms',
      values: [...moving, ...pages],
    }),
    figure({
      name: 'a letter of a filter over 100,000 rows, until its frame is sent',
      floor: 'what a person does not notice, processor time',
      target: 50,
      unit: 'ms',
      values: typing,
    }),
  ]
}
