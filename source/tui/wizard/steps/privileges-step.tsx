import { useState } from 'react'
import * as z from 'zod'
import { defaultPrivilegeFaults } from '../../../sync/privileges.ts'
import { folderPrivilegeNames, privilegeNames } from '../../../sync/user.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { Form, type FormRow } from '../../components/form/form.tsx'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { aboutFolderPrivilege, aboutPrivilege } from '../about-privileges.ts'
import { StepFrame } from '../step-frame.tsx'
import { toggleName } from '../toggle-name.ts'
import { useWizard } from '../wizard-context.ts'
import { readEntered } from '../wizard-draft.ts'

/** Step 7: what new users may do. */
export function PrivilegesStep() {
  return (
    <StepFrame
      step="privileges"
      about="What new users get. A synchronization never changes the privileges of users who are there already."
    >
      <PrivilegesForm />
    </StepFrame>
  )
}

const givenSchema = z.object({
  privileges: z.array(z.enum(privilegeNames)),
  own: z.array(z.enum(folderPrivilegeNames)),
})
type Given = z.infer<typeof givenSchema>

function PrivilegesForm() {
  const app = useApp()
  const wizard = useWizard()
  const { glyphs } = useInterface()
  const { columns } = useSpace()
  const [given, setGiven] = useState<Given>(() => {
    const { defaultPrivileges, ownArchivePrivileges } = app.home.settings
    return (
      readEntered(wizard.draft, 'privileges', givenSchema) ?? {
        privileges: defaultPrivileges,
        own: ownArchivePrivileges,
      }
    )
  })
  const { privileges, own } = given
  const give = (change: Partial<Given>): void => {
    const next = { ...given, ...change }
    setGiven(next)
    wizard.enter('privileges', JSON.stringify(next))
  }
  const faults = defaultPrivilegeFaults(privileges, own)

  const accept = async (): Promise<void> => {
    await app.services.saveSettings({ defaultPrivileges: privileges, ownArchivePrivileges: own })
    await app.refresh()
    wizard.next()
  }
  // Synchronized users have their password with Google.
  const offered = privilegeNames.filter((name) => name !== 'changePassword')
  const shown = (isGiven: boolean) => ({
    mark: isGiven ? glyphs.checked : glyphs.unchecked,
    value: isGiven ? 'yes' : 'no',
  })
  const rows: FormRow[] = [
    ...offered.map((name): FormRow => {
      const toggle = (): void => give({ privileges: toggleName(privileges, name, ['none', 'admin'], 'none') })
      return {
        id: name,
        label: name,
        about: aboutPrivilege[name],
        ...shown(privileges.includes(name)),
        kind: 'toggle',
        toggle,
      }
    }),
    ...folderPrivilegeNames.map((name): FormRow => {
      const toggle = (): void => give({ own: toggleName(own, name, ['none'], 'none') })
      return {
        id: `own ${name}`,
        label: `own archive: ${name}`,
        about: aboutFolderPrivilege[name],
        ...shown(own.includes(name)),
        kind: 'toggle',
        toggle,
      }
    }),
  ]
  const errors = faults.flatMap(({ message }) => wrap(`${glyphs.failed} ${message}`, columns, 2))
  return (
    <Form
      rows={rows}
      accepts={wizard.accepts}
      errors={errors}
      onAccept={() => {
        if (faults.length > 0) app.say('This cannot be given; see below the list.')
        else app.hold(accept().catch((error: unknown) => app.fail(error)))
      }}
    />
  )
}
