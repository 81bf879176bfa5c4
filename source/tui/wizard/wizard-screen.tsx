import { useEffect, useMemo, useState } from 'react'
import { useApp } from '../app-context.ts'
import { SynchronizeScreen } from '../screens/synchronize-screen.tsx'
import { settingsParts } from './settings-parts.ts'
import { stepWords } from './step-frame.tsx'
import { type Wizard, WizardContext } from './wizard-context.ts'
import { afterStep, beforeStep, emptyDraft, type WizardDraft } from './wizard-draft.ts'

/** The first set-up, step by step. Where it is, and what was typed, is kept at once. */
export function WizardScreen() {
  const app = useApp()
  const [draft, setDraft] = useState<WizardDraft>(() => app.services.readDraft() ?? emptyDraft())
  const wizard = useMemo<Wizard>(() => {
    const take = (change: (draft: WizardDraft) => WizardDraft): void => {
      setDraft((current) => {
        const next = change(current)
        app.services.saveDraft(next)
        return next
      })
    }
    return {
      draft,
      isSingle: false,
      // Of this step: asked twice, it is still the one after this.
      next: () => take((current) => afterStep(current, draft.step)),
      back: () => {
        if (draft.step === 'google') app.say('This is the first step; q quits. What was entered is kept.')
        else take(beforeStep)
      },
      enter: (field, value) => take((current) => ({ ...current, entered: { ...current.entered, [field]: value } })),
    }
  }, [app, draft])

  const { setResult, suggestions } = app
  useEffect(() => {
    // The demo's home goes with it.
    if (suggestions === null) setResult(`${stepWords(draft.step)}rollcall goes on there.`)
  }, [draft.step, setResult, suggestions])

  const goHome = (): void => app.go({ screen: 'home' })
  const finish = (): void => {
    app.services.saveDraft(null)
    setResult('The set-up is complete.')
    goHome()
  }
  if (draft.step === 'test') {
    return (
      <SynchronizeScreen
        wantsCommit={false}
        title="Test Settings"
        step={[{ text: stepWords('test') }]}
        onBack={wizard.back}
        onFinish={finish}
        onSynchronized={() => app.services.saveDraft(null)}
        onDone={goHome}
      />
    )
  }
  const Step = settingsParts[draft.step]
  return (
    <WizardContext.Provider value={wizard}>
      <Step />
    </WizardContext.Provider>
  )
}
