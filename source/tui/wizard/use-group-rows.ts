import { typedGroupPrivileges } from '../../settings/group-privileges-text.ts'
import { safeText } from '../../text/safe-text.ts'
import { useApp } from '../app-context.ts'
import type { FormRow } from '../components/form/form.tsx'
import type { GroupChange } from '../services.ts'

/**
 * Makes the rows of a form about what groups give: privileges, and archives of their own. Addresses are looked up in
 * Google when they are saved.
 *
 * @param tell is given what went wrong, and null when somebody tries again
 */
export function useGroupRows(tell: (problem: unknown) => void): FormRow[] {
  const { home, services, refresh, hold } = useApp()
  const { privilegesByGroup, followGroups, groupArchives } = home.settings
  const save = (change: GroupChange): void => {
    tell(null)
    const tools = { signal: new AbortController().signal, onProgress: () => undefined }
    hold(services.saveGroups(tools, change).then(refresh).catch(tell))
  }
  const privileges = privilegesByGroup.map((group) => `${group.email}=${group.privileges.join(',')}`)
  const archives = groupArchives.map(({ email }) => email)
  const shown = (texts: readonly string[]): string => (texts.length === 0 ? 'none' : texts.map(safeText).join(' '))
  return [
    {
      id: 'privilegesByGroup',
      label: 'Privileges by group',
      value: shown(privileges),
      about: 'Members of a group get more, such as export@example.com=export. Separate groups by spaces.',
      kind: 'text',
      text: privileges.join(' '),
      change: (text) => {
        const typed = typedGroupPrivileges(text)
        const fault = typed.find((one) => typeof one === 'string')
        if (fault !== undefined) return fault
        save({ privilegesByGroup: typed.flatMap((one) => (typeof one === 'string' ? [] : [one])) })
        return null
      },
    },
    {
      id: 'followGroups',
      label: 'Follow groups',
      value: followGroups ? 'on' : 'off',
      about: followGroups
        ? 'People who join or leave such a group get or lose what it gives.'
        : 'Only new users get what a group gives.',
      kind: 'toggle',
      toggle: () => save({ settings: { followGroups: !followGroups } }),
    },
    {
      id: 'groupArchives',
      label: 'Group archives',
      value: shown(archives),
      about: 'Groups with an archive of their own, which members can read. Separate addresses by spaces.',
      kind: 'text',
      text: archives.join(' '),
      change: (text) => {
        save({ groupArchiveAddresses: text.split(/\s+/).filter((address) => address !== '' && address !== 'none') })
        return null
      },
    },
  ]
}
