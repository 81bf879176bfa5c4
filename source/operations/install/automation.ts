import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as z from 'zod'
import { isBelowHomes } from '../../environment/below-homes.ts'
import { type ThisProgram, thisProgram } from '../../environment/this-program.ts'
import type { Home } from '../../store/home.ts'
import { Problem } from '../../text/problem.ts'
import { shellPath, shellWord } from '../../text/shell-word.ts'

/** How a home can be synchronized by a timer. */
export type Automation = {
  /** What would be put on this machine, a line each; empty where that can't be told. */
  installs: string[]
  /** Whether this program may install it now. Otherwise the commands do it. */
  mayInstall: boolean
  /** Ready to be copied, in order. */
  commands: string[]
  /** Whether this machine can send mail by itself. */
  sendsMail: boolean
}

/** What is known of the machine and of whoever runs the program. */
export type AutomationTools = {
  program: ThisProgram
  isRoot: boolean
  /** Runs the program, and returns what it printed. */
  run: (args: readonly string[]) => Promise<string>
}

/** The home of the service's account. */
const serviceHome = '/var/lib/rollcall'

const step = z.object({ what: z.string(), outcome: z.string(), detail: z.string() })
const answer = z.union([
  z.object({ steps: z.array(step) }),
  z.object({
    problem: z.object({ code: z.string(), title: z.string(), cause: z.string(), remedy: z.string() }),
  }),
])

/** Tells what `rollcall install` would do for this home, and who does it. Changes nothing. */
export async function readAutomation(home: Home, tools: AutomationTools = ownTools()): Promise<Automation> {
  const { program, isRoot } = tools
  const isPackage = program.cameBy === 'debian'
  const mayInstall = isRoot && !isPackage && !isBelowHomes(home.folder)
  const target = mayInstall ? home.folder : serviceHome
  const steps = isPackage ? null : await install(tools, ['--dry-run', '--home', target]).catch(() => null)
  const installs = (steps ?? []).filter(({ outcome }) => outcome !== 'kept').flatMap(lines)
  const sendsMail = existsSync('/usr/sbin/sendmail')
  return { installs, mayInstall: mayInstall && steps !== null, commands: commandsFor(home, tools), sendsMail }
}

/**
 * Puts on this machine what synchronizes this home.
 *
 * @returns what was done, a line each
 * @throws Problem what kept it from being installed
 */
export async function installAutomation(home: Home, tools: AutomationTools = ownTools()): Promise<string[]> {
  return (await install(tools, ['--home', home.folder])).flatMap(lines)
}

const lines = ({ what, detail }: z.output<typeof step>): string[] => {
  const title = what.charAt(0).toUpperCase() + what.slice(1)
  return detail.split('\n').map((line, index) => `${(index === 0 ? title : '').padEnd(17)}${line}`)
}

function commandsFor(home: Home, { program, isRoot }: AutomationTools): string[] {
  const sudo = isRoot ? '' : 'sudo '
  const isService = home.folder === serviceHome
  const moves =
    isService || (isRoot && !isBelowHomes(home.folder)) ? [] : [`${sudo}mv -T ${shellPath(home.folder)} ${serviceHome}`]
  if (program.cameBy === 'debian') {
    const own = isService ? [] : [...moves, `${sudo}chown -R rollcall: ${serviceHome}`]
    return [...own, `${sudo}systemctl enable --now rollcall.timer`]
  }
  const at = moves.length > 0 || isService ? [] : ['--home', shellPath(home.folder)]
  return [...moves, `${sudo}${[...program.command.map(shellWord), 'install', ...at].join(' ')}`]
}

async function install({ run }: AutomationTools, args: readonly string[]): Promise<z.output<typeof step>[]> {
  const found = answer.parse(JSON.parse(await run(['install', '--json', ...args])))
  if ('steps' in found) return found.steps
  throw new Problem({ kind: 'failed', ...found.problem })
}

function ownTools(): AutomationTools {
  const program = thisProgram()
  const [file = '', ...before] = program.command
  return {
    program,
    isRoot: process.geteuid?.() === 0,
    run: (args) =>
      new Promise((resolve, reject) => {
        // A failure prints its document, too.
        execFile(file, [...before, ...args], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout) =>
          stdout === '' ? reject(error ?? new Error('The program printed nothing.')) : resolve(stdout),
        )
      }),
  }
}
