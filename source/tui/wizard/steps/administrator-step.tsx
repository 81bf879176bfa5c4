import { useState } from 'react'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { LeaveGuard } from '../../components/messages/leave-guard.tsx'
import { useSpace } from '../../hooks/use-space.ts'
import { screenProblem } from '../../problems.ts'
import { keyFacts } from '../key-facts.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'
import { FieldStep } from './field-step.tsx'

/** Step 3: whose eyes the directory is read with. */
export function AdministratorStep() {
  return (
    <StepFrame
      step="administrator"
      about="Rollcall reads the directory on behalf of a Workspace administrator. It never changes anything in Google."
    >
      <AdministratorField />
    </StepFrame>
  )
}

function AdministratorField() {
  const app = useApp()
  const wizard = useWizard()
  const { columns } = useSpace()
  const saved = app.home.settings.administrator ?? app.suggestions?.administrator ?? ''
  const [address, setAddress] = useState(wizard.draft.entered.administrator ?? saved)
  return (
    <LeaveGuard isChanged={wizard.isSingle && address.trim() !== saved} onLeave={wizard.back}>
      <FieldStep
        label="Administrator"
        value={address}
        submits={wizard.accepts}
        placeholder="such as admin@example.com"
        onChange={(value) => {
          setAddress(value)
          wizard.enter('administrator', value)
        }}
        onSubmit={async (value) => {
          const administrator = value.trim()
          if (!/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(administrator)) {
            throw screenProblem('administratorNoAddress', { text: administrator })
          }
          await app.services.saveSettings({ administrator })
          await app.refresh()
          wizard.next()
        }}
        notes={[
          ...wrap(
            "An administrator who may read users and groups is enough. It needn't be a super administrator.",
            columns,
          ),
          // What was read in the step before, to be compared with Google's console.
          ...(wizard.isSingle || app.home.key === null ? [] : ['', ...keyFacts(app.home.key)]),
        ]}
      />
    </LeaveGuard>
  )
}
