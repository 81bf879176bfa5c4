/** A way to break the program that the weather model must object to. */
export type Mutation = {
  /** What the broken program does. */
  name: string
  file: string
  /** Stands exactly once in the file. */
  from: string
  to: string
  /** The first history to try; 1 unless given. */
  seed?: number
  /** The test that objects, where the weather model knows nothing of what is broken. */
  test?: string
}

/** Each takes one of the program's safeguards away, or does what must never be done. */
export const mutations: readonly Mutation[] = [
  // Deletion without grounds.
  {
    name: 'the deletion limit is not looked at',
    file: 'source/sync/apply/apply.ts',
    from: 'if (!exceeded || allowDeletions === deletions) return',
    to: 'if (deletions >= 0 || exceeded || limit > 0 || allowDeletions === 0) return',
  },
  {
    name: 'a number that differs from the deletions is taken for the admin’s word',
    file: 'source/sync/apply/apply.ts',
    from: 'allowDeletions === deletions) return',
    to: '(allowDeletions ?? 0) >= deletions) return',
  },
  {
    name: 'users are deleted although automatic deletion is off',
    file: 'source/sync/plan/propose.ts',
    from: 'const deleted = leaves && settings.automaticDeletion',
    to: 'const deleted = leaves && settings.exclusions.length >= 0',
  },
  {
    name: 'a user missing from the list is deleted without asking whether the account exists',
    file: 'source/sync/scope/leavers.ts',
    from: "if (listed === undefined) throw leftOut(user.userName, 'users')",
    to: 'if (listed === undefined) return { user, leaves: true, reason }',
  },
  {
    name: 'a member missing from the list is deleted without asking whether it is still one',
    file: 'source/sync/scope/leavers.ts',
    from: 'if (leftGroups && lookup.inChosenGroups !== false)',
    to: 'if (leftGroups && lookup.inChosenGroups === undefined)',
  },
  {
    name: 'no answer about a membership is a no',
    file: 'source/sync/scope/leavers.ts',
    from: 'if (lookup.inChosenGroups === null) return { user, leaves: false,',
    to: 'if (lookup.inChosenGroups === null) return { user, leaves: true,',
    test: 'test/safety/silence-is-no-answer.test.ts',
  },
  {
    name: 'whatever answers 404 about a membership is a no',
    file: 'source/google/directory/directory.ts',
    from: "    const answer = await askForOne(membershipCall(groupId, userId), membership, 'memberKey')\n",
    to: "    const asked = await ask(membershipCall(groupId, userId))\n    if ('answer' in asked && asked.answer.status === 404) return false\n    const answer = await askForOne(membershipCall(groupId, userId), membership, 'memberKey')\n",
    test: 'test/safety/silence-is-no-answer.test.ts',
  },
  {
    name: 'an account that Google does not show is taken for a deleted one',
    file: 'source/sync/scope/leavers.ts',
    from: "return { user, leaves: false, reason: { code: 'accountUnreadable' } }",
    to: "return { user, leaves: true, reason: { code: 'deletedInGoogle' } }",
    test: 'test/safety/silence-is-no-answer.test.ts',
  },
  {
    name: 'an answer about another account decides',
    file: 'source/google/directory/directory.ts',
    from: 'if (aboutAnotherUser(answer.one, key))',
    to: "if (aboutAnotherUser(answer.one, key) && key === '')",
    test: 'test/safety/held-to-its-question.test.ts',
  },
  {
    name: 'a status alone is taken for Google’s word',
    file: 'source/google/http/documented-refusals.ts',
    from: 'error.status === status && error.reasons.includes(reason) && message.test(error.message)',
    to: "error.status === status || (error.reasons.includes(reason) && message.test(''))",
  },
  {
    name: 'a refusal counts whatever it calls itself and repeats',
    file: 'source/google/http/documented-refusals.ts',
    from: 'if (!isJson(answer) || !error.inGooglesForm || error.code !== answer.status) return null',
    to: 'if (!error.inGooglesForm) return null',
    test: 'test/safety/silence-is-no-answer.test.ts',
  },
  {
    name: 'a missing suspension is an active account',
    file: 'source/google/directory/resources.ts',
    from: 'suspended: z.boolean().nullable().default(null)',
    to: 'suspended: z.boolean().nullable().default(false)',
    test: 'test/safety/held-to-its-question.test.ts',
  },
  {
    name: 'a member is known by its id alone',
    file: 'source/sync/scope/membership.ts',
    from: 'const found = email === null ? undefined : byAddress(email)',
    to: "const found = email === null || email !== '' ? undefined : byAddress(email)",
    test: 'test/safety/held-to-its-question.test.ts',
  },
  {
    name: 'the address of a member counts for nothing where its id is another account’s',
    file: 'source/sync/scope/membership.ts',
    from: 'isUnclear: (account) => unclear.size > 0 &&',
    to: 'isUnclear: (account) => unclear.size < 0 &&',
    test: 'test/safety/held-to-its-question.test.ts',
  },
  {
    name: 'a member of a group that can’t be read stops every run',
    file: 'source/sync/scope/leavers.ts',
    from: 'if (scope.hasUnreadGroups) return',
    to: "if (scope.hasUnreadGroups && user.userName === '') return",
    test: 'test/safety/held-to-its-question.test.ts',
  },
  {
    name: 'the organization’s own domains are not known',
    file: 'source/sync/scope/membership.ts',
    from: 'return domain !== null && domains.has(domain)',
    to: "return domain === '' && domains.has(domain)",
    test: 'test/safety/held-to-its-question.test.ts',
  },
  {
    name: 'more than half of a small organization can be deleted without a word',
    file: 'source/sync/plan/deletion-limit.ts',
    from: 'const most = Math.min(set, half)',
    to: 'const most = Math.max(set, Math.min(set, half))',
    test: 'test/safety/held-to-its-question.test.ts',
  },
  {
    name: 'who has the address of a user signs in as that user',
    file: 'source/operations/sign-in/test-authentication.ts',
    from: 'const isWithoutId = holder?.directoryId === null && another === undefined',
    to: 'const isWithoutId = holder !== undefined && another === undefined',
    test: 'test/commands/test-authentication.test.ts',
  },
  {
    name: 'a sign-in asks for accounts of the administrator’s domain',
    file: 'source/operations/sign-in/test-authentication.ts',
    from: 'hostedDomain: domainOf(addressOf(chosen))',
    to: "hostedDomain: domainOf(settings.administrator ?? '')",
    test: 'test/commands/test-authentication.test.ts',
  },
  {
    name: 'the look-up of a candidate is not believed',
    file: 'source/sync/scope/leavers.ts',
    from: "if (lookup.state === 'deleted')",
    to: "if (lookup.state !== 'deleted') lookup = { state: 'deleted' }\n  if (lookup.state === 'deleted')",
  },
  {
    name: 'users made by hand count as the directory’s',
    file: 'source/sync/matching/match.ts',
    from: "store.users.filter(({ authentication }) => authentication === 'directoryServices')",
    to: 'store.users.filter(({ authentication }) => authentication !== undefined)',
  },
  {
    name: 'a chosen group that is gone looks empty',
    file: 'source/google/directory/group-tree.ts',
    from: "if (answer.state === 'gone') throw refusedAnswer('groupGone', shown)",
    to: "if (answer.state === 'gone') return followMembers({ ...group, members: [] })",
  },
  // Answers that are not to be acted on.
  {
    name: 'a list that has an entry twice is taken',
    file: 'source/google/directory/listing.ts',
    from: "if (ids.has(item.id)) throw brokenListing(call, 'The same entry came twice.')",
    to: 'if (ids.has(item.id)) continue',
  },
  {
    name: 'a plan is committed though the settings have changed',
    file: 'source/operations/synchronize/synchronize.ts',
    from: 'if (!isDeepStrictEqual(await readSettings(home), tested.settings))',
    to: 'if (isDeepStrictEqual(await readSettings(home), null))',
  },
  // Lost users and duplicates.
  {
    name: 'the last of several new users is lost',
    file: 'source/sync/apply/apply.ts',
    from: 'users: [...kept, ...created]',
    to: 'users: [...kept, ...created.slice(0, Math.max(1, created.length - 1))]',
  },
  {
    name: 'two users may have one name or address',
    file: 'source/sync/plan/conflicts.ts',
    from: 'if (wanted.size === 0) return',
    to: 'if (wanted.size >= 0) return',
  },
  {
    name: 'what is not the directory’s is written anew',
    file: 'source/sync/plan/owned-fields.ts',
    from: '    ...marked,\n    userName,\n',
    to: "    ...marked,\n    privileges: ['login'],\n    privilegesOnFolders: [],\n    userName,\n",
  },
  {
    name: 'the old store goes before the new one takes its name',
    file: 'source/store/disk/replace-file.ts',
    from: '    files.renameSync(temporary, path)\n',
    to: "    ignoring(['ENOENT'], () => files.unlinkSync(path))\n    files.renameSync(temporary, path)\n",
  },
  // Lost mail, and mail that others come to read.
  {
    name: 'an archive that holds mail is removed',
    file: 'source/store/archives/maildir.ts',
    from: "if (!facts.isDirectory() || holdsSomething(files, path)) return 'kept'",
    to: "if (facts.isDirectory()) { for (const part of ['tmp', 'new', 'cur']) for (const name of ignoring(['ENOENT'], () => files.readdirSync(join(path, part))) ?? []) files.unlinkSync(join(path, part, name)) }",
  },
  {
    name: 'archives are renamed one after the other, not in two rounds',
    file: 'source/store/archives/archive-work.ts',
    from: '          clearTheWay(home, files, task, movedAside)\n',
    to: '',
  },
  {
    name: 'whoever takes a name without having an archive gets the mail that came to it meanwhile',
    file: 'source/store/archives/archive-renames.ts',
    from: 'if (moved === null) makeMaildir(files, waiting)',
    to: "if (moved === null && from === '') makeMaildir(files, waiting)",
    // Mail has to come to a name in the short time while it has no archive, which few histories do.
    seed: 6312,
  },
  {
    name: 'rights stay behind when an archive moves',
    file: 'source/sync/apply/renamed-privileges.ts',
    from: 'if (target !== undefined) return [{ ...right, folder: target }]',
    to: 'if (target !== undefined) return [right]',
  },
  // Who gets whose mail.
  {
    name: 'another account of the same name inherits the mail',
    test: 'test/weather/ownership.test.ts',
    file: 'source/sync/ownership/claim.ts',
    from: "return owner === wants || owner === nextOwner ? 'own' : 'others'",
    to: "return owner === wants || owner !== null ? 'own' : 'others'",
  },
  {
    name: 'mail of which nobody knows whose it is goes along with the name',
    test: 'test/weather/ownership.test.ts',
    file: 'source/sync/ownership/claim.ts',
    from: "if (owner === null) return 'unknown'",
    to: "if (owner === null) return 'own'",
  },
  {
    name: 'mail that comes in the moment of a commit goes to the new user',
    test: 'test/weather/ownership.test.ts',
    file: 'source/store/archives/archive-work.ts',
    from: 'if (!isFolder || !holdsSomething(files, path)) continue',
    to: 'if (isFolder || !holdsSomething(files, path)) continue',
  },
  {
    name: 'a restore gives an archive back with its name, whosever mail it holds',
    test: 'test/weather/ownership.test.ts',
    file: 'source/sync/by-hand/restore.ts',
    from: 'proposals.push(withClaimedArchive(proposal, wantedOwner(after, ownerThen), archives, ownerOf))',
    to: 'proposals.push(withClaimedArchive(proposal, ownerOf(after.userName) ?? wantedOwner(after, ownerThen), archives, ownerOf))',
  },
  {
    name: 'a new user by hand takes up whatever mail is there',
    test: 'test/weather/ownership.test.ts',
    file: 'source/operations/users/change-users.ts',
    from: 'const wants = localOwner(store.revision + 1, name)',
    to: 'const wants = ownersIn(store)(name) ?? localOwner(store.revision + 1, name)',
  },
  // Rights on mail, and commands by hand.
  {
    name: 'rights on a name go to whoever takes it',
    test: 'test/weather/ownership.test.ts',
    file: 'source/sync/ownership/ended-rights.ts',
    from: 'if (isOther) names.add(after.userName)',
    to: "if (isOther && after.userName === '') names.add(after.userName)",
  },
  {
    name: 'rights come back on whatever archive has the name',
    test: 'test/sync/ownership/ended-rights.test.ts',
    file: 'source/sync/ownership/settle-rights.ts',
    from: 'return then.ownerThen(folder) === ownerAfter(folder)',
    to: "return folder !== '' || then.ownerThen(folder) === ownerAfter(folder)",
  },
  {
    name: 'the rights of a former account stay with the user of its name',
    test: 'test/sync/ownership/ended-rights.test.ts',
    file: 'source/sync/plan/propose.ts',
    from: 'conflict: earlier !== null && earlier !== after.directoryId ?',
    to: "conflict: earlier !== null && earlier === '' ?",
  },
  {
    name: 'an undo gives a user the mail of the account before',
    test: 'test/sync/by-hand/undo.test.ts',
    file: 'source/sync/by-hand/undo.ts',
    from: 'const conflict = isWord ? null :',
    to: 'const conflict = isWord || !isWord ? null :',
  },
  {
    name: 'a redo goes past another commit',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/operations/history/find-target.ts',
    from: "return commit.undid === undefined ? 'stop' : 'take'",
    to: "return commit.undid === undefined ? 'pass' : 'take'",
  },
  {
    name: 'a user whom Google still has can be removed by hand',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/operations/users/remove-user.ts',
    from: "  throw userProblem('notIntegrated', { userName: user.userName, what: 'removed' })",
    to: "  if (user.userName === '') throw userProblem('notIntegrated', { userName: user.userName, what: 'removed' })\n  return { code: 'byHand' }",
  },
  {
    name: 'commands by hand know no deletion limit',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/operations/users/limited-plan.ts',
    from: 'if (plan.summary.delete === 0) return plan',
    to: 'if (plan.summary.delete >= 0) return plan',
  },
  {
    name: 'a take-over is no word about the mail',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/sync/ownership/record-owners.ts',
    from: "return reason.code === 'byHand' && !isIntegrated ? nextOwner : earlier",
    to: "return reason.code === 'byHand' && isIntegrated ? nextOwner : earlier",
  },
  {
    name: 'an archive of a user is given to another one',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/operations/archives/assign-archive.ts',
    from: 'fold(one.userName) === fold(archive) && (one !== user',
    to: "fold(one.userName) === '' && (one !== user",
  },
  {
    name: 'mail of two owners is mixed',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/operations/archives/assign-archive.ts',
    from: '  if (isOwn) return true\n',
    to: '  if (isOwn || archive.length > 0) return true\n',
  },
  {
    name: 'the archive of a user is set aside',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/operations/archives/set-archive-aside.ts',
    from: 'if (user !== undefined && !isFormers) throw refuse',
    to: "if (user !== undefined && user.userName === '') throw refuse",
  },
  {
    name: 'rights on mail that is set aside stay with the name',
    test: 'test/commands/owners-by-hand.test.ts',
    file: 'source/sync/by-hand/plan-by-hand.ts',
    from: '(right.folder === from ? { ...right, folder: to } : right)',
    to: "(right.folder === '' ? { ...right, folder: to } : right)",
  },
  {
    name: 'a group that lost the entry of everybody has nobody',
    test: 'test/safety/held-to-its-question.test.ts',
    file: 'source/google/directory/look-up.ts',
    from: 'return everybody.includes(null) ? null : false',
    to: 'return false',
  },
  // Crashes, kills and second copies.
  {
    name: 'nobody asks whether another run holds the lock',
    file: 'source/store/lock/take-lock.ts',
    from: 'if (created(files, own, lock)) return\n',
    to: 'if (created(files, own, lock) || own !== lock) return\n',
  },
  {
    name: 'the lock of a killed run is never taken over',
    file: 'source/store/lock/take-lock.ts',
    from: "if (holder !== null && state === 'running') throw lockProblem",
    to: 'if (holder !== null && state.length > 0) throw lockProblem',
  },
  {
    name: 'a commit has no journal',
    file: 'source/store/commit/commit.ts',
    from: "onDisk('write', home.journal, () => writeJournal(home, journal, files))",
    to: 'if (journal.version !== 1) writeJournal(home, journal, files)',
  },
  {
    name: 'the history keeps commits that did not happen',
    file: 'source/store/commit/recovery.ts',
    from: '    shortenHistory(home, journal.historyBytes, files)\n',
    to: '    if (journal.historyBytes < 0) shortenHistory(home, journal.historyBytes, files)\n',
  },
  {
    name: 'what a crash left on the archives is forgotten',
    file: 'source/store/commit/recovery.ts',
    from: '  const archives = await doArchiveWork(home, files, journal, {\n',
    to: '  const archives = await doArchiveWork(home, files, { ...journal, work: [] }, {\n',
  },
  {
    name: 'after a crash there is no way forward',
    file: 'source/store/commit/recovery.ts',
    from: 'return settle(lock, journal, revision >= journal.revision)',
    to: 'return settle(lock, journal, revision > journal.revision + 1)',
  },
  // Power failures and other machines.
  {
    name: 'a file gets its name before its content is on the disk',
    file: 'source/store/disk/replace-file.ts',
    from: '      files.fsyncSync(file)\n',
    to: '      if (path === "") files.fsyncSync(file)\n',
    test: 'test/store/power-failure.test.ts',
  },
  {
    name: 'the journal goes before new archives are on the disk',
    file: 'source/store/archives/archive-work.ts',
    from: "ignoring(['ENOENT', 'ENOTDIR', 'ELOOP'], () => syncFolder(files, path))",
    to: "if (path === '') syncFolder(files, path)",
    test: 'test/store/power-failure.test.ts',
  },
  {
    name: 'archives move before the disk has the name of the store that they belong to',
    file: 'source/store/commit/recovery.ts',
    from: "onDisk('write', home.users, () => syncFolder(files, dirname(storeFile(home, files))))",
    to: "onDisk('write', home.users, () => dirname(storeFile(home, files)))",
    test: 'test/store/power-failure.test.ts',
  },
  {
    name: 'a first commit that was cut short looks like a store that is lost',
    file: 'source/store/users/store-adapter.ts',
    from: 'if (newest === undefined || newest > 0) return newest !== undefined',
    to: 'if (newest === undefined || newest >= 0) return newest !== undefined',
    test: 'test/store/power-failure.test.ts',
  },
  {
    name: 'a process counts as ended when another machine of the same name does not have it',
    file: 'source/store/lock/process-identity.ts',
    from: "if (boot === null || boot !== bootOf(from)) return 'unknown'",
    to: "if (boot === '') return 'unknown'",
    test: 'test/store/lock/lock.test.ts',
  },
  {
    name: 'a run that stood still goes on after another one took over',
    file: 'source/store/lock/lease.ts',
    from: 'if (found?.token !== token) {',
    to: "if (found?.token === '') {",
    test: 'test/store/lock/lock.test.ts',
  },
  // Files outside the home.
  {
    name: 'a plan keeps the mode of what a stranger laid in its place',
    file: 'source/settings/outside-files/own-place.ts',
    from: "replaceFile(disk, file, pieces, 'private')",
    to: 'replaceFile(disk, file, pieces)',
    test: 'test/settings/outside-files/own-place.test.ts',
  },
  {
    name: 'a plan that was sealed elsewhere is committed',
    file: 'source/settings/credentials/plan-seal.ts',
    from: 'return right.length === given.length && timingSafeEqual(right, given)',
    to: 'return right.length === given.length || timingSafeEqual(right, given)',
    test: 'test/commands/saved-plan.test.ts',
  },
  // Commands to copy.
  {
    name: 'a path in a printed command is not quoted',
    file: 'source/text/problem-catalogue.ts',
    from: '[name, shellArgument(String(value))]',
    to: '[name, String(value)]',
    test: 'test/documentation/printed-commands.test.ts',
  },
  {
    name: 'a name in a printed command can be taken for a flag',
    file: 'source/views/plan/remedies.ts',
    from: 'safeText(shellArgument(name))',
    to: "safeText(shellArgument(name).replace('-- ', ''))",
    test: 'test/documentation/hostile-commands.test.ts',
  },
  {
    name: 'a confirmation is printed behind the names',
    file: 'source/commands/cli/repeated-command.ts',
    from: '[...names, ...flags, ...more, ...fence, ...operands]',
    to: '[...names, ...flags, ...fence, ...operands, ...more]',
    test: 'test/documentation/hostile-commands.test.ts',
  },
  {
    name: 'a run with nothing to do writes all the same',
    file: 'source/operations/synchronize/synchronize.ts',
    from: 'if (!changesSomething(plan)) {\n',
    to: 'if (!changesSomething(plan) && plan.storeRevision < 0) {\n',
  },
]
