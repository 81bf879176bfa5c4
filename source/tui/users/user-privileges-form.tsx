import { useState } from 'react'
import { privilegeFaults } from '../../sync/privileges.ts'
import { type FolderRight, folderPrivilegeNames, privilegeNames, type User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import { wrap } from '../../text/width/wrap.ts'
import { useApp } from '../app-context.ts'
import { Form, type FormRow } from '../components/form/form.tsx'
import { LeaveGuard } from '../components/messages/leave-guard.tsx'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import { aboutPrivilege, privilegeHeadings } from '../wizard/about-privileges.ts'
import { privilegeRow, rightRow } from '../wizard/privilege-rows.ts'
import { toggleName } from '../wizard/toggle-name.ts'
import { changedWords } from './changed-words.ts'
import type { OnDone } from './on-done.ts'

type UserPrivilegesFormProps = { user: User; onDone: OnDone; onLeave: () => void }

/** What one user may do, and its rights on the folders it has rights on. */
export function UserPrivilegesForm({ user, onDone, onLeave }: UserPrivilegesFormProps) {
  const app = useApp()
  const { glyphs } = useInterface()
  const { columns } = useSpace()
  const [privileges, setPrivileges] = useState(user.privileges)
  const [before] = useState<FolderRight[]>(withOwnArchive(user))
  const [rights, setRights] = useState(before)
  const isChanged = privileges !== user.privileges || rights !== before
  const kept = rights.filter((right) => right.privileges.length > 0)
  const faults = privilegeFaults({ ...user, privileges, privilegesOnFolders: kept })
  const mark = (isGiven: boolean): string => (isGiven ? glyphs.checked : glyphs.unchecked)
  const offered = privilegeNames.filter((name) => name !== 'changePassword' || user.authentication === 'integrated')
  const rows: FormRow[] = [
    ...offered.map(
      (name): FormRow => ({
        id: name,
        ...privilegeRow(aboutPrivilege[name], privilegeHeadings[name]),
        mark: mark(privileges.includes(name)),
        kind: 'toggle',
        toggle: () => setPrivileges(toggleName(privileges, name, ['none', 'admin'], 'none')),
      }),
    ),
    ...rights.flatMap((right, place) =>
      folderPrivilegeNames.map(
        (name): FormRow => ({
          id: `${right.folder} ${name}`,
          ...rightRow(
            right.folder === user.userName ? 'Own archive' : safeText(right.folder),
            name,
            place === 0 && name === 'none',
          ),
          mark: mark(right.privileges.includes(name)),
          kind: 'toggle',
          toggle: () =>
            setRights(
              rights.with(place, { ...right, privileges: toggleName(right.privileges, name, ['none'], 'none') }),
            ),
        }),
      ),
    ),
  ]
  rows.push({
    id: 'another',
    label: 'Another archive',
    about: 'The user name whose archive this user may also read.',
    value: '',
    kind: 'text',
    text: '',
    change: (text) => {
      const folder = text.trim().toLowerCase()
      if (folder === '' || rights.some((right) => right.folder === folder)) return "It's empty or already in the list."
      setRights([...rights, { folder, privileges: ['read'] }])
      return null
    },
  })
  const accept = (): void => {
    if (faults.length > 0) app.say("That combination isn't possible. See below the list.")
    else
      app.hold(
        app.services
          .editUser(user.userName, { privileges, privilegesOnFolders: kept })
          .then((result) => onDone(result, changedWords(user, result)), app.fail),
      )
  }
  return (
    <LeaveGuard isChanged={isChanged} onLeave={onLeave}>
      <Form
        accepts="save"
        rows={rows}
        errors={faults.flatMap((fault) => wrap(`${glyphs.failed} ${fault}`, columns, 2))}
        onAccept={accept}
      />
    </LeaveGuard>
  )
}

/** The own archive is offered also where the user has no right on it yet. */
function withOwnArchive({ userName, privilegesOnFolders }: User): FolderRight[] {
  if (privilegesOnFolders.some(({ folder }) => folder === userName)) return privilegesOnFolders
  return [{ folder: userName, privileges: [] }, ...privilegesOnFolders]
}
