import test from 'ava'
import type { User, UserStore } from '../../../source/sync/user.ts'
import { Problem } from '../../../source/text/problem.ts'
import { account, integrated, planFor, rows, storeOf, user } from '../builders.ts'

const ada = account('ada@example.com')
const bob = account('bob@example.com')

test('an account in scope without a user is created with the default privileges and an archive', (t) => {
  const plan = planFor({ users: [ada] }, storeOf(), { defaultPrivileges: ['login', 'archive'] })
  t.deepEqual(rows(plan), [['create', 'ada@example.com', 'everyone']])
  t.deepEqual(plan.changes[0]?.after, { ...user('ada@example.com'), privileges: ['login', 'archive'] })
  t.is(plan.changes[0]?.before, null)
  t.is(plan.changes[0]?.archive, 'create')
})

test('user names and addresses are lower case, the primary address is first, temporary addresses are left out', (t) => {
  const mixed = account('Ada@Example.com', {
    aliases: ['Countess@example.com', 'ADA@example.com'],
    nonEditableAliases: ['ada@second.example', 'ada@example.com.test-google-a.com'],
  })
  const after = planFor({ users: [mixed] }, storeOf()).changes[0]?.after
  t.is(after?.userName, 'ada@example.com')
  t.deepEqual(after?.emailAddresses, ['ada@example.com', 'countess@example.com', 'ada@second.example'])
})

test('a user that has all the directory says is unchanged, whatever the order and case of its aliases', (t) => {
  const withAliases = account('ada@example.com', { aliases: ['b@example.com', 'a@example.com'] })
  const stored = user('ada@example.com', { emailAddresses: ['ada@example.com', 'A@example.com', 'b@example.com'] })
  const plan = planFor({ users: [withAliases] }, storeOf(stored))
  t.is(plan.summary.unchanged, 1)
  t.is(plan.changes[0]?.after, stored)
})

test('another full name or address is an update that leaves everything else as it was', (t) => {
  const stored = user('ada@example.com', {
    fullName: 'Ada Byron',
    privileges: ['login', 'export'],
    pop3UserNames: ['ada'],
    distinguishedName: 'kept',
  })
  const plan = planFor({ users: [{ ...ada, aliases: ['countess@example.com'] }] }, storeOf(stored))
  const [change] = plan.changes
  t.is(change?.action, 'update')
  t.deepEqual(change?.fields, ['fullName', 'emailAddresses'])
  t.deepEqual(change?.after, {
    ...stored,
    fullName: 'Name of ada@example.com',
    emailAddresses: ['ada@example.com', 'countess@example.com'],
  })
})

test('the same id with a new primary address is a rename that takes rights on the archive along', (t) => {
  const carol = account('carol.king@example.com', { id: 'id-carol', aliases: ['carol.smith@example.com'] })
  const stored = user('carol.smith@example.com', { directoryId: 'id-carol' })
  const archives = holding('carol.smith@example.com')
  const [change] = planFor({ users: [carol], archives }, storeOf(stored)).changes
  t.is(planFor({ users: [carol] }, storeOf(stored)).changes[0]?.archive, 'create', 'what is not there does not move')
  t.is(change?.action, 'rename')
  t.is(change?.archive, 'rename')
  t.deepEqual(change?.fields, ['userName', 'fullName', 'emailAddresses', 'privilegesOnFolders'])
  t.deepEqual(change?.after?.privilegesOnFolders, [{ folder: 'carol.king@example.com', privileges: ['read'] }])
  t.deepEqual(change?.after?.emailAddresses, ['carol.king@example.com', 'carol.smith@example.com'])
})

test('a Directory Services user without an id is matched by name, without case, and gets its id', (t) => {
  const [change] = planFor({ users: [ada] }, storeOf(user('ada@example.com', { directoryId: null }))).changes
  t.is(change?.action, 'update')
  t.deepEqual(change?.fields, ['directoryId'])
  t.is(change?.after?.directoryId, ada.id)
})

test('an integrated user of the same name is a conflict and stays as it is', (t) => {
  const plan = planFor({ users: [ada] }, storeOf(integrated('ada@example.com')))
  t.deepEqual(rows(plan), [['conflict', 'ada@example.com', 'integratedUser']])
  t.is(plan.changes[0]?.archive, null)
})

test('a user whose account is deleted goes, and its archive with it only when that holds no mail', (t) => {
  const gone = [user('dan@example.com'), user('eve@example.com'), user('fay@example.com')]
  const archives = {
    'dan@example.com': { holdsMail: true },
    'eve@example.com': { holdsMail: false },
  }
  const plan = planFor({ users: [ada], archives }, storeOf(...gone))
  t.deepEqual(
    plan.changes.map(({ action, archive, reason }) => [action, archive, reason.code]),
    [
      ['create', 'create', 'everyone'],
      ['delete', 'keep', 'deletedInGoogle'],
      ['delete', 'remove', 'deletedInGoogle'],
      ['delete', null, 'deletedInGoogle'],
    ],
  )
})

test('with automatic deletion off a user that would go is only shown', (t) => {
  const plan = planFor({ users: [ada] }, storeOf(user('dan@example.com')), { automaticDeletion: false })
  t.deepEqual(rows(plan), [
    ['create', 'ada@example.com', 'everyone'],
    ['gone', 'dan@example.com', 'deletedInGoogle'],
  ])
})

test('integrated users are never deleted', (t) => {
  const plan = planFor({ users: [ada] }, storeOf(integrated('admin'), integrated('dan@example.com')))
  t.deepEqual(rows(plan), [['create', 'ada@example.com', 'everyone']])
})

test('two users whose addresses swap are one plan', (t) => {
  const first = account('first@example.com', { id: 'id-second@example.com' })
  const second = account('second@example.com', { id: 'id-first@example.com' })
  const stored = storeOf(user('first@example.com'), user('second@example.com'))
  const archives = {
    'first@example.com': { holdsMail: true },
    'second@example.com': { holdsMail: true },
  }
  const plan = planFor({ users: [first, second], archives }, stored)
  t.deepEqual(
    plan.changes.map(({ action, before, after }) => [action, before?.userName, after?.userName]),
    [
      ['rename', 'second@example.com', 'first@example.com'],
      ['rename', 'first@example.com', 'second@example.com'],
    ],
  )
  t.deepEqual(plan.changes[0]?.after?.privilegesOnFolders, [{ folder: 'first@example.com', privileges: ['read'] }])
})

test('a rename onto a name that an integrated user has is a conflict, and so is one that waits for it', (t) => {
  const taking = account('admin@example.com', { id: 'id-ada@example.com' })
  const following = account('ada@example.com', { id: 'id-bob@example.com' })
  const store = storeOf(user('ada@example.com'), user('bob@example.com'), integrated('admin@example.com'))
  t.deepEqual(rows(planFor({ users: [taking, following] }, store)), [
    ['conflict', 'ada@example.com', 'nameTaken'],
    ['conflict', 'admin@example.com', 'integratedUser'],
  ])
})

test('a rename onto a folder that is in the way is a conflict', (t) => {
  const carol = account('carol.king@example.com', { id: 'id-carol' })
  const stored = user('carol.smith@example.com', { directoryId: 'id-carol' })
  const archives = { 'carol.king@example.com': { holdsMail: false } }
  t.deepEqual(rows(planFor({ users: [carol], archives }, storeOf(stored))), [
    ['conflict', 'carol.king@example.com', 'archiveInTheWay'],
  ])
})

test('a rename onto the name of a user that is deleted waits when mail stays in the folder', (t) => {
  const carol = account('dan@example.com', { id: 'id-carol' })
  const store = storeOf(user('carol@example.com', { directoryId: 'id-carol' }), user('dan@example.com'))
  const holding = (holdsMail: boolean) => ({ 'dan@example.com': { holdsMail } })
  t.deepEqual(rows(planFor({ users: [carol], archives: holding(false) }, store)), [
    ['rename', 'dan@example.com', 'everyone'],
    ['delete', 'dan@example.com', 'deletedInGoogle'],
  ])
  t.deepEqual(rows(planFor({ users: [carol], archives: holding(true) }, store)), [
    ['conflict', 'dan@example.com', 'archiveInTheWay'],
    ['delete', 'dan@example.com', 'deletedInGoogle'],
  ])
})

test('an address that another user has is a conflict for the newcomer only', (t) => {
  const store = storeOf(user('ada@example.com'), integrated('office', { emailAddresses: ['Info@example.com'] }))
  const plan = planFor({ users: [{ ...ada, aliases: ['info@example.com'] }, bob] }, store)
  t.deepEqual(rows(plan), [
    ['conflict', 'ada@example.com', 'addressTaken'],
    ['create', 'bob@example.com', 'everyone'],
  ])
  t.deepEqual(plan.changes[0]?.reason, { code: 'addressTaken', address: 'info@example.com', userName: 'office' })
})

test('of two newcomers that claim one address neither gets it', (t) => {
  const shared = { aliases: ['team@example.com'] }
  t.deepEqual(
    rows(
      planFor(
        {
          users: [
            { ...ada, ...shared },
            { ...bob, ...shared },
          ],
        },
        storeOf(),
      ),
    ),
    [
      ['conflict', 'ada@example.com', 'addressTaken'],
      ['conflict', 'bob@example.com', 'addressTaken'],
    ],
  )
})

test('an address that was double in the store before stops nothing', (t) => {
  const stored = user('ada@example.com', { fullName: 'Old', emailAddresses: ['ada@example.com', 'info@example.com'] })
  const store = storeOf(stored, integrated('office', { emailAddresses: ['info@example.com'] }))
  t.deepEqual(rows(planFor({ users: [{ ...ada, aliases: ['info@example.com'] }] }, store)), [
    ['update', 'ada@example.com', 'everyone'],
  ])
})

test('an account made anew under an old address is a conflict, and the old user stays', (t) => {
  const anew = account('ada@example.com', { id: 'id-other-ada' })
  const plan = planFor({ users: [anew] }, storeOf(user('ada@example.com')))
  t.deepEqual(rows(plan), [['conflict', 'ada@example.com', 'otherAccount']])
  t.is(plan.changes[0]?.before?.directoryId, 'id-ada@example.com')
})

test('mail left by a deleted user goes to the same account again, but to no other', (t) => {
  const plan = (owner: string) => planFor({ users: [ada], archives: holding('ada@example.com') }, left(owner))
  t.is(plan('google:id-ada@example.com').changes[0]?.archive, 'reuse')
  t.deepEqual(
    plan('google:id-ada@example.com').warnings.map(({ code }) => code),
    ['archiveReused'],
  )
  t.deepEqual(rows(plan('google:id-somebody')), [['conflict', 'ada@example.com', 'archiveInTheWay']])
  t.deepEqual(rows(plan('user:3:ada@example.com')), [['conflict', 'ada@example.com', 'archiveInTheWay']])
})

test('mail of which nobody knows whose it is waits for a person, who may let it go to the next user', (t) => {
  const archives = holding('ada@example.com')
  t.deepEqual(rows(planFor({ users: [ada], archives }, storeOf())), [
    ['conflict', 'ada@example.com', 'archiveOwnerUnknown'],
  ])
  t.is(planFor({ users: [ada], archives }, left('next')).changes[0]?.archive, 'reuse')
})

test('a rename onto mail of the same account joins the two, and onto anybody else’s it waits', (t) => {
  const bea = account('ada@example.com', { id: 'id-bea@example.com' })
  const plan = (owner: string) =>
    planFor(
      { users: [bea], archives: { ...holding('ada@example.com'), ...holding('bea@example.com') } },
      left(owner, user('bea@example.com')),
    )
  t.is(plan('google:id-bea@example.com').changes[0]?.archive, 'join')
  t.deepEqual(rows(plan('google:id-ada@example.com')), [['conflict', 'ada@example.com', 'archiveInTheWay']])
})

test('a user whose tie was taken back keeps the mail of the account before from another one', (t) => {
  const plan = (owner: string) =>
    planFor(
      { users: [ada], archives: holding('ada@example.com') },
      left(owner, user('ada@example.com', { directoryId: null })),
    )
  t.deepEqual(rows(plan('google:id-somebody')), [['conflict', 'ada@example.com', 'otherAccount']])
  t.deepEqual(rows(plan('google:id-ada@example.com')), [['update', 'ada@example.com', 'everyone']])
  t.deepEqual(rows(plan('next')), [['update', 'ada@example.com', 'everyone']])
})

test('names that differ in case or Unicode form only are one user, who is not pointed out as another', (t) => {
  const composed = account('\u00e4da@example.com')
  const stored = user('A\u0308da@example.com', { directoryId: null, emailAddresses: ['a\u0308da@example.com'] })
  const plan = planFor({ users: [composed] }, storeOf(stored))
  t.deepEqual(rows(plan), [['rename', '\u00e4da@example.com', 'everyone']])
  t.deepEqual(plan.warnings, [])
  const made = planFor({ users: [composed] }, storeOf(integrated('a\u0308da@example.com')))
  t.deepEqual(rows(made), [['conflict', '\u00e4da@example.com', 'integratedUser']])
})

test('a name that changes in case only still takes nothing that lies under the other spelling', (t) => {
  const stored = user('Ada@example.com', { directoryId: ada.id })
  t.deepEqual(rows(planFor({ users: [ada], archives: holding('ada@example.com') }, storeOf(stored))), [
    ['conflict', 'ada@example.com', 'archiveInTheWay'],
  ])
})

const holding = (name: string) => ({ [name]: { holdsMail: true } })

/** A store in which it is written down whose the archive of ada is. */
const left = (owner: string, ...users: User[]): UserStore => ({
  ...storeOf(...users),
  archiveOwners: { asOf: 7, made: true, archives: [{ archive: 'ada@example.com', owner, since: 3 }] },
})

test('a user that is missing from the list and exists in scope stops the run', (t) => {
  const error = t.throws(() => planFor({ users: [ada], unlisted: [bob] }, storeOf(user('bob@example.com'))), {
    instanceOf: Problem,
  })
  t.is(error.code, 'listingIncomplete')
  t.is(error.kind, 'stopped')
})

test('a user that is missing from the list and is out of scope for another reason is deleted for that reason', (t) => {
  const suspended = { ...bob, suspended: true }
  const plan = planFor({ users: [ada], unlisted: [suspended] }, storeOf(user('bob@example.com')), {
    suspended: 'exclude',
  })
  t.deepEqual(rows(plan)[1], ['delete', 'bob@example.com', 'suspended'])
})

test('a user without an id whose address now belongs to another account is not deleted by name', (t) => {
  const renamed = account('new@example.com', { aliases: ['old@example.com'], suspended: true })
  const store = storeOf(user('old@example.com', { directoryId: null }))
  t.deepEqual(rows(planFor({ users: [renamed] }, store, { suspended: 'exclude' })), [
    ['conflict', 'old@example.com', 'otherAccount'],
  ])
})

test('two users of the store with one account: the one without the name is a conflict', (t) => {
  const double = user('second@example.com', { directoryId: ada.id })
  const expected = [['conflict', 'second@example.com', 'sameAccount']]
  t.deepEqual(rows(planFor({ users: [ada] }, storeOf(user('ada@example.com'), double))), expected as never)
  t.deepEqual(rows(planFor({ users: [ada] }, storeOf(double, user('ada@example.com')))), expected as never)
})

test('summary and limit count what is in the plan', (t) => {
  const store = storeOf(...Array.from({ length: 6 }, (_, index) => user(`gone${index}@example.com`)))
  const plan = planFor({ users: [ada] }, store)
  t.like(plan.summary, { create: 1, delete: 6, unchanged: 0, skipped: 0 })
  t.deepEqual(plan.deletionLimit, { deletions: 6, limit: 3, exceeded: true })
})
