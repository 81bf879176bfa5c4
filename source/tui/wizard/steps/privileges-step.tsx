import { Box } from 'ink'
import { useState } from 'react'
import * as z from 'zod'
import { defaultPrivilegeFaults } from '../../../sync/privileges.ts'
import { folderPrivilegeNames, privilegeNames } from '../../../sync/user.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { Form, type FormRow } from '../../components/form/form.tsx'
import { Confirm } from '../../components/messages/confirm.tsx'
import { LeaveGuard } from '../../components/messages/leave-guard.tsx'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { aboutPrivilege, privilegeHeadings } from '../about-privileges.ts'
import { privilegeRow, rightRow } from '../privilege-rows.ts'
import { StepFrame } from '../step-frame.tsx'
import { toggleName } from '../toggle-name.ts'
import { useWizard } from '../wizard-context.ts'
import { readEntered } from '../wizard-draft.ts'

/** Step 7: what new users may do. */
export function PrivilegesStep() {
  return (
    <StepFrame step="privileges" about="Choose what new users may do. Existing users keep theirs.">
      <PrivilegesForm />
    </StepFrame>
  )
}

const givenSchema = () =>
  z.object({
    privileges: z.array(z.enum(privilegeNames)),
    own: z.array(z.enum(folderPrivilegeNames)),
  })
type Given = z.infer<ReturnType<typeof givenSchema>>

function PrivilegesForm() {
  const app = useApp()
  const wizard = useWizard()
  const { glyphs } = useInterface()
  const { columns } = useSpace()
  const [before] = useState<Given>(() => ({
    privileges: app.home.settings.defaultPrivileges,
    own: app.home.settings.ownArchivePrivileges,
  }))
  const [given, setGiven] = useState<Given>(() => readEntered(wizard.draft, 'privileges', givenSchema) ?? before)
  const [asks, setAsks] = useState(false)
  const { privileges, own } = given
  const give = (change: Partial<Given>): void => {
    const next = { ...given, ...change }
    setGiven(next)
    wizard.enter('privileges', JSON.stringify(next))
  }
  const faults = defaultPrivilegeFaults(privileges, own)

  const isAdmin = privileges.includes('admin')
  const save = async (): Promise<void> => {
    await app.services.saveSettings({ defaultPrivileges: privileges, ownArchivePrivileges: own })
    await app.refresh()
    wizard.next()
  }
  // Synchronized users have their password with Google.
  const offered = privilegeNames.filter((name) => name !== 'changePassword')
  const mark = (isGiven: boolean): string => (isGiven ? glyphs.checked : glyphs.unchecked)
  const rows: FormRow[] = [
    ...offered.map((name): FormRow => {
      const toggle = (): void => give({ privileges: toggleName(privileges, name, ['none', 'admin'], 'none') })
      return {
        id: name,
        ...privilegeRow(aboutPrivilege[name], privilegeHeadings[name]),
        mark: mark(privileges.includes(name)),
        kind: 'toggle',
        toggle,
      }
    }),
    ...folderPrivilegeNames.map((name): FormRow => {
      const toggle = (): void => give({ own: toggleName(own, name, ['none'], 'none') })
      return {
        id: `own ${name}`,
        ...rightRow('Own archive', name, name === 'none'),
        mark: mark(own.includes(name)),
        kind: 'toggle',
        toggle,
      }
    }),
  ]
  const errors = faults.flatMap(({ message }) => wrap(`${glyphs.failed} ${message}`, columns, 2))
  const accept = (): void => {
    if (faults.length > 0) app.say("That combination isn't possible. See below the list.")
    else if (isAdmin && !before.privileges.includes('admin')) setAsks(true)
    else app.hold(save().catch(app.fail))
  }
  const isUnsaved = wizard.isSingle && JSON.stringify(given) !== JSON.stringify(before)
  return (
    <LeaveGuard isChanged={isUnsaved && !asks} onLeave={wizard.back}>
      {asks && (
        <Confirm
          question={{ sentence: everyNewUser, verb: 'give it to everybody', typed: null }}
          columns={columns}
          onConfirm={() => app.hold(save().catch(app.fail))}
          onCancel={() => setAsks(false)}
        />
      )}
      <Box display={asks ? 'none' : 'flex'} flexDirection="column">
        <Form
          rows={rows}
          accepts={wizard.accepts}
          startsAtEnd={!wizard.isSingle}
          errors={errors}
          notes={isAdmin ? wrap(`! ${everyNewUser}`, columns, 2) : []}
          onAccept={accept}
        />
      </Box>
    </LeaveGuard>
  )
}

const everyNewUser = 'Every new user would become an administrator, who can read all mail and change all users.'
