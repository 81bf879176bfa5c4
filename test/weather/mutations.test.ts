import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { copyProject, runNode } from '../support/copy-of-project.ts'
import { signInMutations } from '../web/sign-in-mutations.ts'
import { type Mutation, mutations } from './mutations.ts'

/** What the weather model knows of, and what the sign-in's tests do. */
const all = [...mutations, ...signInMutations]

const weather = 'test/weather/weather.test.ts'
const root = new URL('../..', import.meta.url).pathname

test('each mutation still finds its place in the program', (t) => {
  for (const { name, file, from, to } of all) {
    t.is(fs.readFileSync(join(root, file), 'utf8').split(from).length, 2, name)
    t.not(from, to)
  }
})

/** What the weather's test, or the one that is named, says of a program that is broken like this. */
async function testOn({
  file,
  from,
  to,
  seed = 1,
  test: objector = weather,
}: Mutation): Promise<{ code: number | null; output: string }> {
  const outer = fs.mkdtempSync(join(tmpdir(), 'rollcall-mutation-'))
  const folder = join(outer, 'project')
  try {
    copyProject(folder, 'linked')
    const path = join(folder, file)
    const text = fs.readFileSync(path, 'utf8')
    fs.writeFileSync(
      path,
      text.replace(from, () => to),
    )
    await runNode(folder, ['.ci/build.js'], {})
    const environment = { ROLLCALL_LONG: '1', ROLLCALL_HISTORIES: '1000', ROLLCALL_SEED: String(seed) }
    return await runNode(folder, ['.ci/test.js', objector], environment)
  } finally {
    fs.rmSync(outer, { recursive: true, force: true })
  }
}

/** Each takes half a minute or more, so they are tried in the long tests only. */
for (const mutation of process.env.ROLLCALL_LONG ? all : []) {
  test.serial(`the tests object when ${mutation.name}`, async (t) => {
    t.timeout(600_000)
    const { code, output } = await testOn(mutation)
    t.not(code, 0)
    t.regex(output, mutation.test === undefined ? /seed \d+:/ : /\d+ tests? failed/)
  })
}
