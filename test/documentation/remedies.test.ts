import test from 'ava'
import type { Command } from 'commander'
import { createProgram } from '../../source/commands/cli/program.ts'
import { allProblems } from '../../source/commands/explain/all-problems.ts'
import { goesWithoutProxy } from '../../source/environment/no-proxy.ts'
import { environmentProblem } from '../../source/environment/problems.ts'
import { proxyFor } from '../../source/environment/proxy.ts'

/** The words of a command as a shell makes them, with values where the remedy leaves a place for them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => {
    const word = single ?? double ?? plain ?? ''
    if (word === 'ADDRESS:PORT') return '127.0.0.1:8463'
    return /^(N|NUMBER|SECONDS|PORT)$/.test(word) ? '5' : word
  })
}

function doNothing(command: Command): void {
  command.action(() => undefined)
  for (const each of command.commands) doNothing(each)
}

test('every command of Rollcall in a remedy is one that the program takes', async (t) => {
  const refused: string[] = []
  let tried = 0
  for (const { code, remedy } of allProblems().flatMap(({ problems }) => problems)) {
    for (const line of remedy.split('\n').filter((each) => /^(?:sudo \S+ \S+ )?rollcall( |$)/.test(each))) {
      const program = await createProgram()
      doNothing(program)
      const words = wordsOf(line.replace(/^sudo \S+ \S+ /, '').replace(/ [<|].*$/, ''))
      await program.parseAsync(words.slice(1), { from: 'user' }).catch((error: Error) => {
        // Printing the help ends the parsing, too.
        if (error.message !== '(outputHelp)') refused.push(`${code}: ${line}: ${error.message}`)
      })
      tried += 1
    }
  }
  t.deepEqual(refused, [])
  t.true(tried > 30, `only ${tried} commands`)
})

test('a variable that is set as its remedy says can be used', (t) => {
  for (const variable of ['https_proxy', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    const { remedy } = environmentProblem('variableUnusable', { variable, why: 'is wrong.' })
    const [, name = '', value = ''] = /^export (\w+)=(\S+)$/.exec(remedy.split('\n').at(-1) ?? '') ?? []
    const environment = { [name]: value }
    t.notThrows(() => proxyFor('admin.googleapis.com', environment), variable)
    if (variable === 'NO_PROXY') t.true(goesWithoutProxy('mail.example.com', 443, environment))
    else t.is(proxyFor('admin.googleapis.com', environment)?.variable, variable)
  }
})
