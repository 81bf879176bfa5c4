import { createDirectory, type Directory } from '../../google/directory/directory.ts'
import { readServiceAccountKey, saveServiceAccountKey } from '../../settings/credentials/credentials.ts'
import { parseServiceAccountKey } from '../../settings/credentials/service-account-key.ts'
import { changedSettings, readSettings, writeSettings } from '../../settings/settings.ts'
import type { Settings } from '../../settings/settings-schema.ts'
import type { DirectoryGroup } from '../../sync/directory.ts'
import type { ChosenGroup, GroupPrivileges } from '../../sync/settings.ts'
import type { Privilege } from '../../sync/user.ts'
import { type OperationContext, tellWaits } from '../context.ts'
import { operationProblem } from '../problems.ts'
import { type KeySource, readKeySource } from './import-key.ts'

/** What a setup changes. What is left away stays as it is. */
export type SetupChange = {
  key?: KeySource
  /** Addresses of groups, which replace those chosen before; empty for everybody. */
  groupAddresses?: readonly string[]
  /** The same for groups whose members are left out. */
  excludedGroupAddresses?: readonly string[]
  /** The same for groups that have an archive of their own. */
  groupArchiveAddresses?: readonly string[]
  /** Addresses of groups with what their members may do, which replace those of before. */
  privilegesByGroup?: readonly { group: string; privileges: Privilege[] }[]
  settings: Partial<Omit<Settings, 'version'>>
}

/**
 * Applies a setup, all of it or nothing: everything is checked, and groups are looked up, before the first byte is
 * written. Google is asked only where group addresses are given.
 *
 * @throws Problem (badData) for a key or a group that is none; Problem (usage) for a value that is not valid; what Google,
 *   the network or the disk answered
 */
export async function configure(context: OperationContext, change: SetupChange): Promise<Settings> {
  const { home } = context
  const before = await readSettings(home)
  const keyFile = change.key === undefined ? null : await readKeySource(change.key)
  const key = keyFile === null ? null : parseServiceAccountKey(keyFile.content, keyFile.name)
  const planned = changedSettings(before, change.settings)
  const access = async () => ({
    key: key ?? (await readServiceAccountKey(home)),
    administrator: planned.administrator,
  })
  const groups: Partial<Settings> = {}
  if (change.groupAddresses) groups.groups = await findGroups(context, change.groupAddresses, await access())
  if (change.excludedGroupAddresses)
    groups.excludedGroups = await findGroups(context, change.excludedGroupAddresses, await access())
  if (change.groupArchiveAddresses)
    groups.groupArchives = await findGroups(context, change.groupArchiveAddresses, await access())
  if (change.privilegesByGroup) {
    const addresses = change.privilegesByGroup.map(({ group }) => group)
    const found = await findEach(context, addresses, await access())
    groups.privilegesByGroup = mergedGroups(found, change.privilegesByGroup)
  }
  const after = await writeSettings(home, { ...change.settings, ...groups })
  if (keyFile === null) return after
  try {
    await saveServiceAccountKey(home, keyFile.content, keyFile.name)
  } catch (error) {
    await writeSettings(home, before)
    throw error
  }
  return after
}

/** Two addresses may be one group's. */
function mergedGroups(
  groups: readonly ChosenGroup[],
  given: readonly { privileges: Privilege[] }[],
): GroupPrivileges[] {
  const merged = new Map<string, GroupPrivileges>()
  for (const [index, group] of groups.entries()) {
    const earlier = merged.get(group.id)?.privileges ?? []
    const privileges = [...new Set([...earlier, ...(given[index]?.privileges ?? [])])]
    merged.set(group.id, { ...group, privileges })
  }
  return [...merged.values()]
}

type Access = { key: Awaited<ReturnType<typeof readServiceAccountKey>>; administrator: string | null }

/** The immutable ids behind addresses of groups, in the order given, each once. */
async function findGroups(context: OperationContext, addresses: readonly string[], access: Access) {
  const groups = await findEach(context, addresses, access)
  return [...new Map(groups.map((group) => [group.id, group])).values()]
}

/** The group behind each address. */
async function findEach(
  { google, signal, onDetail, onProgress }: OperationContext,
  addresses: readonly string[],
  { key, administrator }: Access,
): Promise<ChosenGroup[]> {
  if (addresses.length === 0) return []
  if (key === null) throw operationProblem('notSetUp', { missing: 'key' })
  if (administrator === null) throw operationProblem('notSetUp', { missing: 'administrator' })
  onProgress({ stage: 'connecting' })
  const directory = createDirectory({
    key,
    administrator,
    endpoint: google,
    signal,
    onWait: tellWaits(onProgress),
    onDetail,
  })
  const groups = await lookUpGroups(directory, addresses)
  return groups.map(({ id, email, name }) => ({ id, email, name }))
}

/** Past so many groups one listing takes fewer requests in all but the largest organizations. */
const listsFrom = 50

/**
 * Looks groups up, as many at once as the pacing lets, or by one listing. One that is named by an alias is asked for.
 *
 * @throws Problem for the first address that is no group, or one that may not be read
 */
async function lookUpGroups(directory: Directory, addresses: readonly string[]): Promise<DirectoryGroup[]> {
  const listed = addresses.length < listsFrom ? [] : await directory.listGroups()
  const byAddress = new Map(listed.map((group) => [group.email.toLowerCase(), group]))
  const answers = await Promise.all(
    addresses.map(async (address) => {
      const group = byAddress.get(address.toLowerCase())
      return group === undefined ? directory.getGroup(address) : { state: 'exists' as const, group }
    }),
  )
  return answers.map((answer, index) => {
    if (answer.state === 'unreadable') throw answer.problem
    if (answer.state === 'gone') throw operationProblem('groupNotFound', { group: addresses[index] ?? '' })
    return answer.group
  })
}
