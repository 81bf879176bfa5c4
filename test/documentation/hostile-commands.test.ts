import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import test from 'ava'
import type { Command } from 'commander'
import fc from 'fast-check'
import '../support/seed.ts'
import { withHome } from '../../source/commands/cli/problems.ts'
import { createProgram } from '../../source/commands/cli/program.ts'
import { repeatedCommand } from '../../source/commands/cli/repeated-command.ts'
import { savedText } from '../../source/commands/plan.ts'
import { archiveProblem } from '../../source/operations/archives/archive-problems.ts'
import { authenticationProblem } from '../../source/operations/sign-in/sign-in-problems.ts'
import { userProblem } from '../../source/operations/users/user-problems.ts'
import { planByHand } from '../../source/sync/by-hand/plan-by-hand.ts'
import type { Change, Reason } from '../../source/sync/plan.ts'
import { syncProblem } from '../../source/sync/problems.ts'
import { noPaint } from '../../source/text/colours.ts'
import type { Problem } from '../../source/text/problem.ts'
import { wrapOutput } from '../../source/text/width/wrap.ts'
import { planText } from '../../source/views/plan/plan-text.ts'
import { problemText } from '../../source/views/problem-view.ts'
import { storeOf, user } from '../sync/builders.ts'

const runs = process.env.ROLLCALL_LONG === '1' ? 400 : 40

/** Names as they could stand in a store that was edited by hand, and paths as people give folders. */
const hostile = fc
  .tuple(
    fc.constantFrom('', '-', '--', '--home ', '-- ', "it's ", '$(id) ', '`id` ', '\\', '~', '=', '#', '!'),
    fc.oneof(fc.string({ minLength: 1, maxLength: 30 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .filter((text) => text !== '')

/** What bash makes of lines: the words of each. */
function wordsOf(lines: readonly string[]): string[][] {
  const script = lines.map((line) => `printf '%s\\0' ${line}; printf '\\1\\0'`).join('\n')
  const output = execFileSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: { HOME: '/nowhere', LC_ALL: 'C.UTF-8' },
  })
  return output
    .split('\u0001\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1))
}

/** What Commander makes of the words of a command: the command, its names and its flags. */
async function parsed(
  words: readonly string[],
): Promise<{ path: string; names: string[]; flags: Record<string, unknown> }> {
  const args = words.slice(1)
  const program = await createProgram([...args, 'x'])
  let found: Command | undefined
  const listen = (command: Command): void => {
    command.action(function (this: Command) {
      found = this
    })
    for (const one of command.commands) listen(one)
  }
  listen(program)
  await program.parseAsync(args, { from: 'user' })
  if (found === undefined) throw new Error(`No command ran for ${JSON.stringify(words)}`)
  const path: string[] = []
  for (let one: Command | null = found; one !== null; one = one.parent) path.unshift(one.name())
  return { path: path.join(' '), names: found.args, flags: found.optsWithGlobals() }
}

const commandsIn = (text: string): string[] =>
  wrapOutput(text, 80)
    .split('\n')
    .map((line) => line.replace(/^ *(?:[A-Z][a-z]+: +)?/, ''))
    .filter((line) => /^rollcall [^:]/.test(line))

const commandsOf = (problem: Problem, home: string): string[] =>
  commandsIn(problemText(withHome(problem, home) as Problem))

/** A plan with a conflict about this user for each kind of reason. */
function conflicts(userName: string, home: string): string[] {
  const before = user(userName)
  const untied = { ...before, directoryId: null }
  const row = (reason: Reason, more: Partial<Change> = {}): Change => ({
    action: 'conflict',
    userName,
    directoryId: null,
    fields: [],
    before,
    after: before,
    reason,
    archive: null,
    ...more,
  })
  const rows = [
    row({ code: 'integratedUser' }),
    row({ code: 'otherAccount', directoryId: '7' }),
    row({ code: 'otherAccount', directoryId: '7' }, { before: untied, after: before }),
    row({ code: 'otherAccount', directoryId: '7' }, { after: { ...before, directoryId: '8' } }),
    row({ code: 'sameAccount', userName: 'ada' }),
    row({ code: 'addressTaken', address: 'a@example.com', userName: `${userName}x` }),
    row({ code: 'archiveInTheWay', folder: userName, directoryId: null }),
    row({ code: 'archiveOwnerUnknown', folder: userName }),
    row({ code: 'membershipUnknown' }),
  ]
  const empty = planByHand(storeOf(), [])
  return rows.flatMap((one) =>
    commandsIn(planText({ ...empty, changes: [one] }, { all: false, paint: noPaint, tense: 'planned', home })),
  )
}

test('every printed command with a hostile name or home comes through bash and Commander as it was', async (t) => {
  t.timeout(300_000)
  let count = 0
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (name, home) => {
      const lines = [
        ...conflicts(name, home),
        ...commandsOf(userProblem('notIntegrated', { userName: name, what: 'removed' }), home),
        ...commandsOf(userProblem('userConflict', { userName: name, address: null, holder: null }), home),
        ...commandsOf(archiveProblem('archiveInTheWay', { archive: name }), home),
        ...commandsOf(authenticationProblem('signsInWithPassword', { userName: name }), home),
        ...commandsOf(
          syncProblem('deletionLimit', {
            deletions: 3,
            limit: 0,
            allowed: null,
            command: 'rollcall users remove --yes',
            name,
            preview: '',
          }),
          home,
        ),
      ]
      t.true(lines.length >= 20)
      const commands = wordsOf(lines)
      for (const [index, words] of commands.entries()) {
        const { path, names, flags } = await parsed(words)
        const label = lines[index]
        t.is(resolve(String(flags.home)), resolve(home), label)
        if (/^rollcall (?:sync|history)$/.test(path)) t.deepEqual(names, [], label)
        else t.true(names.length === 1 && [name, `${name}x`].includes(names[0] ?? ''), label)
        count += 1
      }
    }),
    { numRuns: runs },
  )
  t.log(`${count} commands`)
})

test('a command that needs a confirmation is printed as Commander understood it, with --yes before its names', async (t) => {
  t.timeout(300_000)
  await fc.assert(
    fc.asyncProperty(hostile, hostile, hostile, async (archive, userName, home) => {
      const given = ['archives', 'assign', '--json', `--home=${home}`, '--wait', '7', '--', archive, userName]
      const program = await createProgram(given)
      let line = ''
      program.commands
        .find((one) => one.name() === 'archives')
        ?.commands.find((one) => one.name() === 'assign')
        ?.action((_archive: string, _user: string, _options: object, self: Command) => {
          line = repeatedCommand(self, ['--yes'])
        })
      await program.parseAsync(given, { from: 'user' })
      const [words = []] = wordsOf([line])
      const { path, names, flags } = await parsed(words)
      t.is(path, 'rollcall archives assign')
      t.deepEqual(names, [archive, userName])
      t.like(flags, { yes: true, json: true, wait: 7 })
      t.is(resolve(String(flags.home)), resolve(home))
    }),
    { numRuns: runs },
  )
})

test('the command for a saved plan names the file and the home as they are', async (t) => {
  t.timeout(300_000)
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (file, home) => {
      const [words = []] = wordsOf(savedText(file, home).split('\n').slice(-1))
      const { path, flags } = await parsed(words)
      t.is(path, 'rollcall sync')
      t.is(resolve(String(flags.plan)), resolve(file))
      t.is(resolve(String(flags.home)), resolve(home))
    }),
    { numRuns: runs },
  )
})
