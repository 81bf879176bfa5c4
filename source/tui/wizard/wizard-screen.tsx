import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { holdsSecret } from '../../text/mask-secrets.ts'
import { useApp } from '../app-context.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { SynchronizeScreen } from '../screens/synchronize-screen.tsx'
import { settingsParts } from './settings-parts.ts'
import { stepHeading, stepWords } from './step-frame.tsx'
import { type Wizard, WizardContext } from './wizard-context.ts'
import { afterStep, beforeStep, emptyDraft, type WizardDraft } from './wizard-draft.ts'

/** The first setup, step by step. Where it is, and what was typed, is kept at once. */
export function WizardScreen() {
  const app = useApp()
  const [draft, setDraft] = useState<WizardDraft>(() => app.services.readDraft() ?? emptyDraft())
  const latest = useRef(draft)
  const { glyphs } = useInterface()
  const [isKept, setIsKept] = useState(true)
  const isUnkept = useRef(false)
  const { services, fail } = app
  const keep = useCallback(
    (next: WizardDraft | null): void => {
      try {
        services.saveDraft(next)
        isUnkept.current = false
      } catch (error) {
        // Told once, and not at each letter.
        if (!isUnkept.current) fail(error)
        isUnkept.current = true
      }
      setIsKept(!isUnkept.current)
    },
    [services, fail],
  )
  const wizard = useMemo<Wizard>(() => {
    const take = (change: (draft: WizardDraft) => WizardDraft): void => {
      latest.current = change(latest.current)
      setDraft(latest.current)
      keep(latest.current)
    }
    return {
      draft,
      isSingle: false,
      accepts: 'continue',
      // Of this step: asked twice, it is still the one after this.
      next: () => take((current) => afterStep(current, draft.step)),
      back: () => {
        if (draft.step === 'google') app.say('This is the first step. Press q to quit; your entries are kept.')
        else take(beforeStep)
      },
      // The draft is a file: no secret is written into it, whatever field it was typed into.
      enter: (field, value) => {
        if (!holdsSecret(value)) take((current) => ({ ...current, entered: { ...current.entered, [field]: value } }))
      },
    }
  }, [app, draft, keep])

  const { setResult, suggestions } = app
  useEffect(() => {
    // The demo's home goes with it.
    if (suggestions !== null) return
    const end = isKept ? 'Run rollcall to continue.' : 'This could not be saved, so rollcall begins at the first step.'
    setResult(`Setup paused at ${stepWords(draft.step)}. ${end}`)
  }, [draft.step, isKept, setResult, suggestions])

  const goHome = (): void => app.go({ screen: 'home' })
  const finish = (): void => {
    keep(null)
    setResult('Setup is complete.')
    goHome()
  }
  if (draft.step === 'test') {
    return (
      <SynchronizeScreen
        wantsCommit={false}
        title="Test Settings"
        step={[stepHeading('test', glyphs.separator)]}
        onBack={wizard.back}
        onFinish={finish}
        onSynchronized={() => keep(null)}
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
