import { useEffect, useMemo, useRef, useState } from 'react'
import type { DirectoryUser, GroupMembers } from '../../../sync/directory.ts'
import type { KnownPeople } from '../../../sync/scope/preview.ts'
import type { ChosenGroup } from '../../../sync/settings.ts'
import { useApp } from '../../app-context.ts'
import { type Task, useTask } from '../../hooks/use-task.ts'
import type { GroupTree } from '../../services.ts'

/** Of so many groups at most the members are read without being asked for: each takes a request. */
const mostGroupsRead = 50

/** What is known, what is being read, and why something could not be. */
export type KnownState = {
  known: KnownPeople
  /** Reads everybody, which units and people need. */
  readEverybody: () => void
  /** The reading of everybody. */
  people: Task<DirectoryUser[] | null>
  isReadingMembers: boolean
  /** Why something could not be counted; null where nothing went wrong. */
  failure: unknown
}

/**
 * Reads what says who would be in scope, by the fewest requests: one page of the list of everybody, which in most
 * organizations is everybody; the members of each group when it is chosen; and everybody when somebody asks for it.
 *
 * @param domains of the organization, as far as they are known
 * @param chosen the groups that bring people in or leave them out
 */
export function useKnownPeople(domains: ReadonlySet<string>, chosen: readonly ChosenGroup[]): KnownState {
  const { services, onBusy } = useApp()
  const people = useTask<DirectoryUser[] | null>(onBusy)
  const members = useTask<GroupTree>(onBusy)
  const [wantsEverybody, setWantsEverybody] = useState(false)
  const [users, setUsers] = useState<readonly DirectoryUser[] | null>(null)
  const [trees, setTrees] = useState<{ groups: ReadonlyMap<string, GroupMembers>; foreignGroupIds: readonly string[] }>(
    {
      groups: new Map(),
      foreignGroupIds: [],
    },
  )

  const { start: startPeople } = people
  useEffect(() => {
    if (users !== null) return
    startPeople((tools) => services.readPeople(tools, { onePage: !wantsEverybody }))
  }, [startPeople, services, wantsEverybody, users])
  const found = people.state === 'done' ? people.value : null
  useEffect(() => {
    if (found !== null) setUsers(found)
  }, [found])

  const asked = useRef(new Set<string>())
  const { start: startMembers } = members
  const isReadingMembers = members.state === 'running'
  useEffect(() => {
    const missing = chosen.filter(({ id }) => !asked.current.has(id))
    if (isReadingMembers || missing.length === 0 || missing.length > mostGroupsRead) return
    for (const { id } of missing) asked.current.add(id)
    startMembers((tools) => services.readMembers(tools, missing))
  }, [startMembers, services, chosen, isReadingMembers])
  const tree = members.state === 'done' ? members.value : null
  useEffect(() => {
    if (tree === null) return
    setTrees(({ groups, foreignGroupIds }) => ({
      groups: new Map([...groups, ...tree.groups.map((group) => [group.id, group] as const)]),
      foreignGroupIds: [...new Set([...foreignGroupIds, ...tree.foreignGroupIds])],
    }))
  }, [tree])

  const known = useMemo(() => ({ users, domains, ...trees }), [users, domains, trees])
  const failed = [people, members].find(({ state }) => state === 'failed')
  return {
    known,
    readEverybody: () => setWantsEverybody(true),
    people,
    isReadingMembers,
    failure: failed?.state === 'failed' ? failed.error : null,
  }
}
