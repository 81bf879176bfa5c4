import { createContext, useContext } from 'react'
import type { WizardDraft } from './wizard-draft.ts'

/** What the steps of the setup share. */
export type Wizard = {
  draft: WizardDraft
  /** True when one step was opened from the settings: Enter and Esc lead back there. */
  isSingle: boolean
  /** What Enter does with a step, in a word: `continue`, and `save` where one step was opened from the settings. */
  accepts: string
  /** This step is done: on to the next. */
  next: () => void
  back: () => void
  /** Keeps what stands in a field. */
  enter: (field: string, value: string) => void
}

/** Provided by the wizard. */
export const WizardContext = createContext<Wizard | null>(null)

/** The setup around this step. */
export function useWizard(): Wizard {
  const wizard = useContext(WizardContext)
  if (wizard === null) throw new Error('A step stands outside the setup.')
  return wizard
}
