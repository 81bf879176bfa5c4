import { execFileSync } from 'node:child_process'
import test from 'ava'
import { withHome } from '../../source/commands/cli/problems.ts'
import { operationProblem } from '../../source/operations/problems.ts'
import { userProblem } from '../../source/operations/users/user-problems.ts'
import { homeProblem } from '../../source/store/home-problems.ts'
import { lockProblem } from '../../source/store/lock/lock-problems.ts'
import { storeProblem } from '../../source/store/problems.ts'
import type { Problem } from '../../source/text/problem.ts'
import { wrapOutput } from '../../source/text/width/wrap.ts'
import { problemText } from '../../source/views/problem-view.ts'

const hostile = [
  "/srv/it's $HOME/`id`/$(id)",
  '/srv/two  spaces ',
  '/srv/line\nbreak',
  '/srv/cafe\u0301 und Käse',
  `/srv/${'a long folder/'.repeat(20)}`,
  '/srv/a < b -- --home c',
]

/** The commands of a remedy as they are printed on a terminal of 80 columns, as the words that bash makes of them. */
function printedCommands(problem: Problem): string[][] {
  return wrapOutput(problemText(problem), 80)
    .split('\n')
    .map((line) => line.replace(/^ *(?:[A-Z][a-z]+: +)?/, ''))
    .filter((line) => /^(?:rollcall|sudo|rm|mv)\b/.test(line) && !line.startsWith('rollcall: '))
    .map((line) => {
      const output = execFileSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
      return output.split('\0').slice(0, -1)
    })
}

for (const path of hostile) {
  test(`a command that is printed works for ${JSON.stringify(path).slice(0, 60)}`, (t) => {
    const journal = storeProblem('journalUnusable', { file: path, why: 'It is not JSON.' })
    t.deepEqual(printedCommands(journal), [
      ['rollcall', 'archives'],
      ['mv', path, `${path}.old`],
    ])
    const lock = lockProblem('lockUnreadable', { lock: path })
    t.deepEqual(printedCommands(lock), [['rm', path]])
    const home = homeProblem('homeOfSomebodyElse', { home: path, owner: 7, runningAs: 8 })
    t.deepEqual(printedCommands(home), [['sudo', '-u', '#7', 'rollcall', '--home', path]])
    const named = withHome(operationProblem('notSetUp', { missing: 'key' }), path) as Problem
    t.deepEqual(printedCommands(named), [
      ['rollcall', '--home', path],
      ['rollcall', 'setup', '--key', 'FILE', '--home', path],
    ])
  })

  test(`a command for a user is right for the name ${JSON.stringify(path).slice(0, 60)}`, (t) => {
    for (const userName of [path, `-${path}`]) {
      const problem = withHome(userProblem('notIntegrated', { userName, what: 'edited' }), '/srv/h') as Problem
      const name = userName.startsWith('-') ? ['--home', '/srv/h', '--', userName] : [userName, '--home', '/srv/h']
      t.deepEqual(printedCommands(problem), [['rollcall', 'users', 'release', ...name]])
    }
  })
}
