import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import {
  approvalDays,
  approveHeldDeletions,
  previewHeldDeletions,
} from '../../source/operations/synchronize/approve-deletions.ts'
import type { OrganizationUser } from '../../source/simulator/organization/organization.ts'
import { archivePath } from '../../source/store/archives/archives.ts'
import type { UserStore } from '../../source/sync/user.ts'
import { webServer } from '../support/receivers.ts'
import { type Document, type Workplace, workplace } from '../support/workplace.ts'

const [ada, dan, eve, fay] = ['ada@example.com', 'dan@example.com', 'eve@example.com', 'fay@example.com']
const users: OrganizationUser[] = [
  { primaryEmail: 'admin@example.com', id: '1' },
  { primaryEmail: ada, id: '100' },
  { primaryEmail: dan, id: '101', aliases: ['sales@example.com'] },
  { primaryEmail: eve, id: '102' },
]
const organization = { domains: ['example.com'], admins: ['admin@example.com'], users }

const setUsers = (at: Workplace, next: OrganizationUser[]): void =>
  at.google.update((world) => {
    world.users = next
  })
const without = (...gone: string[]): OrganizationUser[] =>
  users.filter(({ primaryEmail }) => !gone.includes(primaryEmail))

const names = ({ home }: Workplace): string[] =>
  (JSON.parse(readFileSync(home.users, 'utf8')) as UserStore).users.map(({ userName }) => userName)

/** Everybody is a user, then some have left and a sync holds their deletions back. */
async function withHeld(t: ExecutionContext, gone: string[], settings = {}): Promise<Workplace> {
  const at = await workplace(t, {
    organization,
    settings: { automaticDeletion: true, deletionLimit: { percent: 100 }, ...settings },
  })
  await at.run(['sync'])
  setUsers(at, without(...gone))
  const { code, stderr } = await at.run(['sync', '--hold-deletions'])
  t.is(code, 0, stderr)
  return at
}

const approve = (at: Workplace, ...flags: string[]) => at.answer<Document>(['plan', 'approve', '--yes', ...flags])

test('a sync that holds deletions back commits all else, and an approval commits exactly these', async (t) => {
  const at = await workplace(t, { organization, settings: { automaticDeletion: true } })
  await at.run(['sync'])
  const mail = join(archivePath(at.home, dan), 'new', 'mail')
  mkdirSync(join(archivePath(at.home, dan), 'new'), { recursive: true })
  writeFileSync(mail, 'mail')
  setUsers(at, [...without(dan, eve), { primaryEmail: fay, id: '103' }])
  const { code, stdout } = await at.run(['sync', '--hold-deletions'])
  t.is(code, 0)
  t.regex(stdout, /^\? dan@example\.com .* stays until you approve the deletion/m)
  t.regex(stdout, /^Created 1 user\.$/m)
  t.regex(
    stdout,
    /^2 deletions wait for your approval\. To look at them and delete:\nrollcall plan approve --home \S+$/m,
  )
  t.deepEqual(names(at), [ada, 'admin@example.com', dan, eve, fay])

  const waiting = await at.run(['status'])
  t.is(waiting.code, 1)
  t.regex(
    waiting.stdout,
    /^! 2 deletions wait for your approval since .* UTC: dan@example\.com, eve@example\.com\n.*rollcall plan approve/,
  )

  // Who came meanwhile is for the next sync.
  setUsers(at, [...without(dan, eve), { primaryEmail: fay, id: '103' }, { primaryEmail: 'gus@example.com', id: '104' }])
  const approved = await approve(at)
  t.is(approved.code, 0)
  t.like(approved.document, { committed: true, summary: { delete: 2, create: 0 } })
  t.deepEqual(
    approved.document.changes.map(({ userName, archive }) => [userName, archive]),
    [
      [dan, 'keep'],
      [eve, 'remove'],
    ],
  )
  t.deepEqual(names(at), [ada, 'admin@example.com', fay])
  t.true(existsSync(mail))
  t.false(existsSync(archivePath(at.home, eve)))
  t.is((await at.run(['status'])).code, 0)
  t.regex((await at.run(['plan', 'approve'])).stdout, /^No deletions wait for your approval\.$/m)
  t.regex((await at.run(['history'])).stdout, /plan approve/)
})

test('who came back in between is not deleted, and that is told', async (t) => {
  const at = await withHeld(t, [dan, eve])
  setUsers(at, without(eve))
  const { code, stdout } = await at.run(['plan', 'approve', '--yes'])
  t.is(code, 0)
  t.regex(stdout, /dan@example\.com is in scope again, and stays\./)
  t.deepEqual(names(at), [ada, 'admin@example.com', dan])
})

test('nothing is deleted while Google does not answer, and the list stays', async (t) => {
  const at = await withHeld(t, [dan])
  at.google.setFaults([{ call: 'users.list', times: 'always', status: 403 }])
  t.is((await approve(at)).code, 4)
  t.true(names(at).includes(dan))
  at.google.setFaults([])
  t.is((await approve(at)).code, 0)
  t.false(names(at).includes(dan))
})

test('an approval is refused when one of the users changed, and possible after the next sync', async (t) => {
  const at = await withHeld(t, [dan, eve])
  await at.run(['users', 'add', 'info', '--address', 'info@example.com'])
  await at.run(['users', 'edit', dan, '--privileges', 'login,export'])
  const { code, document } = await approve(at)
  t.is(code, 1)
  t.like(document.problem, { code: 'heldDeletionsStale', title: 'The user dan@example.com changed in the meantime' })
  t.true(names(at).includes(eve))
  await at.run(['sync', '--hold-deletions'])
  t.is((await approve(at)).code, 0)
  t.deepEqual(names(at), [ada, 'admin@example.com', 'info'])
})

test('an approval is refused when the settings say otherwise who is in; others do not matter', async (t) => {
  const at = await withHeld(t, [dan])
  await at.run(['setup', '--exclude', 'room-*'])
  t.is((await approve(at)).document.problem?.code, 'heldDeletionsStale')
  await at.run(['setup', '--no-exclude', '--notify-on', 'change'])
  t.is((await approve(at)).code, 0)
})

test('the deletion limit holds for an approval, and the word past it is about what waits', async (t) => {
  const at = await withHeld(t, [dan, eve], { deletionLimit: { users: 1 } })
  const refused = await approve(at)
  t.is(refused.code, 3)
  t.regex(refused.document.problem?.remedy ?? '', /rollcall plan approve .*--allow-deletions 2/)
  t.is((await approve(at, '--allow-deletions', '3')).code, 3)
  setUsers(at, without(eve))
  const allowed = await approve(at, '--allow-deletions', '2')
  t.is(allowed.code, 0)
  t.is(allowed.document.summary.delete, 1)
})

test('a list that no sync confirmed for a week is refused, and so is one that was edited', async (t) => {
  const at = await withHeld(t, [dan])
  const late = new Date(Date.now() + (approvalDays * 24 + 1) * 3_600_000)
  await t.throwsAsync(previewHeldDeletions(at.home, late), { message: /wait for too long/ })
  const text = readFileSync(at.home.heldDeletions, 'utf8')
  writeFileSync(at.home.heldDeletions, text.replaceAll(dan, eve))
  t.is((await approve(at)).document.problem?.code, 'heldDeletionsUnusable')
  t.true(names(at).includes(eve))
  await at.run(['sync', '--hold-deletions'])
  t.is((await approve(at)).code, 0)
})

test('what was seen is what is deleted: another list is refused', async (t) => {
  const at = await withHeld(t, [dan])
  const seen = await previewHeldDeletions(at.home)
  setUsers(at, without(dan, eve))
  await at.run(['sync', '--hold-deletions'])
  const context = {
    home: at.home,
    google: { origin: at.google.url },
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onDetail: () => undefined,
  }
  await t.throwsAsync(approveHeldDeletions(context, { seen }), { message: /The list of deletions changed/ })
  t.true(names(at).includes(dan))
})

test('after a crash between the commit and the end of the list nobody waits any more', async (t) => {
  const at = await withHeld(t, [dan])
  const list = readFileSync(at.home.heldDeletions, 'utf8')
  await approve(at)
  writeFileSync(at.home.heldDeletions, list, { mode: 0o600 })
  t.is((await at.run(['status'])).code, 0)
  t.like(await approve(at), { code: 0, document: { committed: false } })
  await at.run(['sync'])
  t.false(existsSync(at.home.heldDeletions))
})

test('nobody gets a name or an address of a user who waits, until the deletion is approved', async (t) => {
  const at = await withHeld(t, [dan])
  setUsers(at, [...without(dan), { primaryEmail: fay, id: '103', aliases: ['sales@example.com'] }])
  const held = await at.run(['sync', '--hold-deletions'])
  t.regex(held.stdout, /stays until you approve the deletion:\n +rollcall plan approve/)
  t.false(names(at).includes(fay))
  await approve(at)
  await at.run(['sync'])
  t.true(names(at).includes(fay))
})

test('as a setting it holds for plan, sync and a saved plan; a sync without it deletes and ends the list', async (t) => {
  const at = await workplace(t, { organization, settings: { automaticDeletion: true } })
  await at.run(['sync'])
  t.regex((await at.run(['setup', '--hold-deletions'])).stdout, /Automatic deletion +on, waits for your approval/)
  setUsers(at, without(dan))
  t.regex((await at.run(['plan'])).stdout, /1 deletion will wait for your approval/)
  t.false(existsSync(at.home.heldDeletions))
  const file = join(at.folder, 'tonight.plan')
  await at.run(['plan', '--out', file])
  const document = await at.json<Document & { held: unknown[] }>(['sync', '--plan', file])
  t.is(document.held.length, 1)
  t.true(names(at).includes(dan))
  t.is((await at.run(['status'])).code, 1)
  await at.run(['setup', '--no-hold-deletions'])
  await at.run(['sync'])
  t.false(names(at).includes(dan))
  t.false(existsSync(at.home.heldDeletions))
})

test('without a terminal it needs --yes, and a plan file or allowed deletions contradict it', async (t) => {
  const at = await withHeld(t, [dan])
  t.is((await at.answer<Document>(['plan', 'approve'])).document.problem?.code, 'confirmationNeeded')
  t.is((await at.run(['sync', '--hold-deletions', '--allow-deletions', '2'])).code, 64)
  t.is((await at.run(['sync', '--hold-deletions', '--plan', 'x'])).code, 64)
})

test('a message names the command, a chat gets no name, and the metrics file counts', async (t) => {
  const at = await workplace(t, { organization, settings: { automaticDeletion: true } })
  await at.run(['sync'])
  const hook = await webServer(t, (response) => response.end('ok'))
  const metrics = join(at.folder, 'rollcall.prom')
  await at.run(['setup', '--notify-on', 'failure', '--webhook', hook.url, '--metrics-file', metrics])
  setUsers(at, without(dan))
  await at.run(['sync', '--hold-deletions'])
  await at.run(['sync', '--hold-deletions'])
  t.is(hook.got.length, 1)
  const body = hook.got[0]?.body ?? ''
  t.notRegex(body, /dan/)
  t.like(JSON.parse(body), { deletionsHeld: 1, commands: ['rollcall plan approve'] })
  t.regex(readFileSync(metrics, 'utf8'), /^rollcall_deletions_held 1$/m)
  await approve(at)
  const after = readFileSync(metrics, 'utf8')
  t.regex(after, /^rollcall_deletions_held 0$/m)
  t.regex(after, /^rollcall_users 3$/m)
})
