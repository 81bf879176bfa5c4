import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { setupScript } from '../../../source/google/cloud-shell/setup-script.ts'
import { startOf } from '../../support/node-under-test.ts'
import { program } from '../../support/run-process.ts'
import { workplace } from '../../support/workplace.ts'
import { type CloudShell, openCloudShell } from './cloud-shell.ts'
import type { FakeProject } from './fake-gcloud.ts'
import { readCommand } from './gcloud-commands.ts'

const suggested = 'rollcall-demo-example-com'
const legacy = 'iam.disableServiceAccountKeyCreation'
const managed = 'iam.managed.disableServiceAccountKeyCreation'
/** What changes something at Google. */
const changing = /create|enable|set-policy|delete|add-iam/
const changesIn = (shell: CloudShell): string[] => shell.calls().filter((call) => changing.test(call))
const emptyProject: FakeProject = { state: 'ACTIVE', apis: {}, robot: null, keys: 0, lifted: {} }

test('from nothing: a project, the APIs, a service account without a role, and one key that only you can read', async (t) => {
  const shell = openCloudShell(t)
  const { code, output } = await shell.run([''])
  t.is(code, 0, output)
  t.deepEqual(changesIn(shell), [
    `projects create ${suggested} --name=Rollcall`,
    `services enable iam.googleapis.com admin.googleapis.com gmail.googleapis.com --project=${suggested}`,
    `iam service-accounts create rollcall --display-name=Rollcall --project=${suggested}`,
    `iam service-accounts keys create ${shell.keyOf(suggested)} --iam-account=rollcall@${suggested}.iam.gserviceaccount.com --project=${suggested}`,
  ])
  t.is(statSync(shell.keyOf(suggested)).mode & 0o777, 0o600)
})

test('the end says the client ID, the delegation form filled in, and what Google has no commands for', async (t) => {
  const { output } = await openCloudShell(t).run([''])
  const link = new URL(/https:\/\/admin\.google\.com\S+/.exec(output)?.[0] ?? '')
  t.is(link.pathname, '/ac/owl/domainwidedelegation')
  t.deepEqual(Object.fromEntries(link.searchParams), {
    clientIdToAdd: '104',
    clientScopeToAdd:
      'https://mail.google.com/,https://www.googleapis.com/auth/admin.directory.group.readonly,https://www.googleapis.com/auth/admin.directory.user.readonly',
    overwriteClientId: 'true',
  })
  t.regex(output, /client ID 104\. Click Authorize/)
  t.regex(output, new RegExp(`console\\.cloud\\.google\\.com/auth/overview\\?project=${suggested}$`, 'm'))
  t.regex(output, new RegExp(`console\\.cloud\\.google\\.com/auth/clients/create\\?project=${suggested}$`, 'm'))
  t.regex(output, /rollcall setup --admin it@demo\.example\.com$/m)
})

test('a second run changes nothing and ends with the same words', async (t) => {
  const shell = openCloudShell(t)
  const first = await shell.run([''])
  const key = readFileSync(shell.keyOf(suggested), 'utf8')
  shell.calls()
  const second = await shell.run([''])
  t.is(second.code, 0, second.output)
  t.deepEqual(changesIn(shell), [
    `services enable iam.googleapis.com admin.googleapis.com gmail.googleapis.com --project=${suggested}`,
  ])
  t.is(shell.cloud().projects[suggested]?.keys, 1)
  t.is(readFileSync(shell.keyOf(suggested), 'utf8'), key)
  const ending = (output: string) => output.slice(output.indexOf('== Done'))
  t.is(ending(second.output), ending(first.output))
})

test('after the key was copied away a second run makes another one only when told to', async (t) => {
  const shell = openCloudShell(t)
  await shell.run([''])
  rmSync(shell.keyOf(suggested))
  const refused = await shell.run(['', 'n'])
  t.is(refused.code, 0)
  t.regex(refused.output, /Make another one\? \[y\/N\]/)
  t.false(existsSync(shell.keyOf(suggested)))
  t.notRegex(refused.output, /Copy the key/)
  t.regex(refused.output, /Click Authorize/)
  await shell.run(['', 'y'])
  t.is(shell.cloud().projects[suggested]?.keys, 2)
  t.true(existsSync(shell.keyOf(suggested)))
})

test('an existing project is used, and never made', async (t) => {
  const shell = openCloudShell(t, { projects: { 'it-tools-7': structuredClone(emptyProject) } })
  const { code, output } = await shell.run(['it-tools-7'])
  t.is(code, 0, output)
  t.regex(output, /Using the project it-tools-7\./)
  t.false(shell.calls().some((call) => call.startsWith('projects create')))
  t.true(existsSync(shell.keyOf('it-tools-7')))
})

test('an API that is slow to switch on, and a service account that is slow to be seen, are waited for', async (t) => {
  const shell = openCloudShell(t, { apiDelay: 25, delay: 15 })
  const { code, output } = await shell.run([''])
  t.is(code, 0, output)
  t.regex(output, /Google is not ready yet\. Waiting/)
  t.regex(output, /client ID 104\./)
  t.is(shell.cloud().projects[suggested]?.keys, 1)
})

const long = process.env.ROLLCALL_LONG ? test : null

long?.('what never becomes ready ends after ten minutes, with what Google said', async (t) => {
  const shell = openCloudShell(t, { apiDelay: 1e9 })
  const { code, output } = await shell.run([''])
  t.is(code, 1)
  t.regex(output, /has not been used in this project/)
  t.regex(output, /Stopped: Google did not create the service account\..*\nFix it, then run this again\./)
  t.is(shell.waited(), 600)
})

for (const policies of [[legacy], [managed], [managed, legacy]]) {
  test(`keys forbidden by ${policies.join(' and ')}: each is lifted for this project after a yes`, async (t) => {
    const shell = openCloudShell(t, { policies, delay: 15 })
    const { code, output } = await shell.run(['', ...policies.map(() => 'y')])
    t.is(code, 0, output)
    const { lifted, keys } = shell.cloud().projects[suggested] ?? emptyProject
    t.deepEqual(Object.keys(lifted), policies)
    t.is(keys, 1)
    const calls = shell.calls()
    for (const policy of policies) {
      const printed = await shell.line(`printf '%s ' ${commandBefore(output, policy)}`)
      t.true(
        calls.includes(printed.output.trim().replace('gcloud ', '')),
        'the command that is printed is the one that ran',
      )
    }
    for (const [, line = ''] of output.matchAll(/^ {5}gcloud (.*policies delete.*)$/gm))
      t.is(typeof readCommand(line.split(' ')), 'object', `${line} is a command of gcloud`)
    t.is([...output.matchAll(/^ {5}gcloud .*policies delete/gm)].length, policies.length)
  })
}

test('keys forbidden by policy: without a yes nothing is lifted', async (t) => {
  for (const answers of [[''], ['', 'n']]) {
    const shell = openCloudShell(t, { policies: [legacy] })
    const { code, output } = await shell.run(answers)
    t.is(code, 1)
    t.regex(output, /Stopped: there is no key yet\./)
    t.true(
      output.includes(`gcloud resource-manager org-policies disable-enforce ${legacy} --project=${suggested}\n`),
      output,
    )
    t.false(shell.calls().some((call) => call.includes('polic')))
  }
})

test('who may not change the policy is told which role is needed, and nothing else happens', async (t) => {
  const shell = openCloudShell(t, {
    policies: [legacy],
    denied: ['resource-manager org-policies disable-enforce'],
  })
  const { code, output } = await shell.run(['', 'y'])
  t.is(code, 1)
  t.regex(output, /PERMISSION_DENIED/)
  const advice = /gcloud (organizations add-iam-policy-binding .*)$/m.exec(output)?.[1] ?? ''
  t.is(
    advice,
    'organizations add-iam-policy-binding ORGANIZATION_ID --member=user:it@demo.example.com --role=roles/orgpolicy.policyAdmin',
  )
  t.is(typeof readCommand(advice.split(' ')), 'object')
  t.is(shell.waited(), 0, 'a refusal is not waited for')
  t.regex(shell.calls().at(-1) ?? '', /disable-enforce/)
})

const denials: [command: string, role: RegExp][] = [
  ['projects create', /role Project Creator/],
  ['services enable', /role Service Usage Admin/],
  ['iam service-accounts create', /role Service Account Admin/],
  ['iam service-accounts keys create', /role Service Account Key Admin/],
]
for (const [command, role] of denials) {
  test(`permission denied at gcloud ${command}: Google's words, the role, and the end`, async (t) => {
    const shell = openCloudShell(t, { denied: [command] })
    const { code, output } = await shell.run([''])
    t.is(code, 1)
    t.regex(output, /PERMISSION_DENIED: The caller does not have permission/)
    t.regex(output, role)
    t.true(shell.calls().at(-1)?.startsWith(command))
    t.is(shell.waited(), 0, 'a refusal is not waited for')
  })
}

test('a project ID that is somebody else’s, is none, or is being deleted stops before anything is made', async (t) => {
  const cases: [answer: string, says: RegExp][] = [
    ['taken-by-others', /already in use[\s\S]*choose another/],
    ['Rollcall', /6 to 30 small letters/],
    ['a b; touch pwned', /6 to 30 small letters/],
    ['$(touch pwned)', /6 to 30 small letters/],
    ['old-project', /gcloud projects undelete old-project/],
  ]
  for (const [answer, says] of cases) {
    const shell = openCloudShell(t, {
      taken: ['taken-by-others'],
      projects: { 'old-project': { ...emptyProject, state: 'DELETE_REQUESTED' } },
    })
    const { code, output } = await shell.run([answer])
    t.is(code, 1)
    t.regex(output, says)
    t.false(shell.calls().some((call) => call.includes('services') || call.includes('service-accounts')))
    t.false(existsSync(join(shell.home, 'pwned')))
  }
})

test('a key of another account under the same name stays', async (t) => {
  const shell = openCloudShell(t)
  writeFileSync(shell.keyOf(suggested), '{"client_id": "999"}')
  const { code, output } = await shell.run([''])
  t.is(code, 1)
  t.regex(output, /another key has this name\. Move it away: /)
  t.is(readFileSync(shell.keyOf(suggested), 'utf8'), '{"client_id": "999"}')
})

test('pasted into an interactive shell it runs, asks, and leaves that shell as it was', async (t) => {
  const shell = openCloudShell(t, { policies: [legacy] })
  const typed = `${setupScript()}\ny\necho "still here: $- \${work-unset} \${CLOUDSDK_CORE_DISABLE_PROMPTS-unset}"\n`
  const { output } = await shell.type(typed)
  t.regex(output, /== Done/)
  t.regex(output, /still here: [a-zA-Z]*i[a-zA-Z]* unset unset/)
  t.notRegex(/still here: (\S*)/.exec(output)?.[1] ?? '', /[eu]/, 'no option of the script is left')
  t.is(shell.cloud().projects[suggested]?.keys, 1)
  const stopped = await openCloudShell(t, { denied: ['services enable'] }).type(
    `${setupScript()}\necho "goes on: $?"\n`,
  )
  t.regex(stopped.output, /goes on: 1/)
})

test('it is plain text without anything that a paste would change', (t) => {
  t.notRegex(setupScript(), /[^\n\x20-\x7e]/)
  t.notRegex(setupScript().slice(2), /!/, 'an interactive bash would look for an earlier command')
  t.true(setupScript().length < 10_000)
})

test('shellcheck has nothing to say', (t) => {
  const { error, stdout } = spawnSync('shellcheck', ['-S', 'style', '-'], { input: setupScript(), encoding: 'utf8' })
  if (error !== undefined) return t.log('shellcheck is not installed')
  t.is(stdout, '')
})

test('from nothing to a committed synchronization: the script, the copied key over ssh, setup, sync', async (t) => {
  const place = await workplace(t, { setUp: false })
  const shell = openCloudShell(t, { policies: [legacy], apiDelay: 30, delay: 30, key: place.google.key })
  const { code, output } = await shell.run([place.google.key.project_id, 'y'])
  t.is(code, 0, output)

  const server = serverOf(t, place)
  const copied = await shell.line(lineWith(output, 'ssh you@server'), server)
  t.is(copied.code, 0, copied.output)
  const removed = await shell.line(lineWith(output, 'rm '), server)
  t.is(removed.code, 0, removed.output)
  t.false(existsSync(shell.keyOf(place.google.key.project_id)), 'the key is on the server alone')

  t.is((await place.run(['setup', '--admin', place.google.admin])).code, 0)
  t.is((await place.run(['check'])).code, 0)
  const done = await place.answer(['sync'])
  t.is(done.code, 0)
  t.true(done.document.committed)
  t.true(done.document.summary.create > 0)
})

/** The command that the script printed before it asked about a policy. */
function commandBefore(output: string, policy: string): string {
  const part = output.slice(output.indexOf(`forbids new keys: ${policy}\n`))
  return /This command lifts it for this project only:\n +(.*)\n/.exec(part)?.[1] ?? ''
}

const lineWith = (output: string, text: string): string =>
  output
    .split('\n')
    .find((line) => line.startsWith('     ') && line.includes(text))
    ?.trim() ?? ''

/** An `ssh` that runs the line on a server as sshd does: by the shell of the account, which has only the program on its PATH. */
function serverOf(t: ExecutionContext<unknown>, place: Awaited<ReturnType<typeof workplace>>): NodeJS.ProcessEnv {
  const folder = join(place.folder, 'server')
  mkdirSync(join(folder, 'bin'), { recursive: true })
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
  const executable = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), 0o755)
  }
  const [node, args] = startOf(program, ['--home', place.home.folder, '--google', place.google.url])
  executable('bin/rollcall', `#!/bin/sh\nexec ${[node, ...args].map(quote).join(' ')} "$@"\n`)
  executable(
    'ssh',
    `#!/bin/sh\n[ "$1" = you@server ] || exit 255\nshift\nPATH=${quote(join(folder, 'bin'))}:/usr/bin:/bin exec /bin/sh -c "$*"\n`,
  )
  t.true(existsSync(join(folder, 'ssh')))
  return { PATH: `${folder}:/usr/bin:/bin` }
}
