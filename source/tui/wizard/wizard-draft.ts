import * as z from 'zod'

/** The steps of the setup, in order. */
export const wizardSteps = [
  { id: 'google', name: 'Google side' },
  { id: 'key', name: 'Key' },
  { id: 'administrator', name: 'Administrator' },
  { id: 'connection', name: 'Connection check' },
  { id: 'groups', name: 'Who' },
  { id: 'options', name: 'Options' },
  { id: 'privileges', name: 'Default privileges' },
  { id: 'authentication', name: 'Authentication' },
  { id: 'test', name: 'Test Settings' },
] as const
export type WizardStep = (typeof wizardSteps)[number]['id']

const stepIds = wizardSteps.map((step) => step.id)

/** Made when there is a draft to be read: the first step of the setup does not wait for zod. */
const draftSchema = () =>
  z.object({
    step: z.enum(stepIds),
    /** The steps that have been gone through. */
    passed: z.array(z.enum(stepIds)),
    /** What stands in fields and was not accepted yet, by field. Never a secret. */
    entered: z.record(z.string(), z.string()),
  })

/** Where an unfinished setup is, so that it goes on there after leaving or a lost connection. */
export type WizardDraft = z.infer<ReturnType<typeof draftSchema>>

/** Reads a draft; null for anything that is none. */
export function parseDraft(text: string): WizardDraft | null {
  try {
    return draftSchema().parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** A setup at its beginning. */
export function emptyDraft(): WizardDraft {
  return { step: 'google', passed: [], entered: {} }
}

/** The draft after a step has been gone through: at the next one. */
export function afterStep(draft: WizardDraft, step: WizardStep): WizardDraft {
  const next = stepIds[stepIds.indexOf(step) + 1] ?? step
  return { ...draft, step: next, passed: [...new Set([...draft.passed, step])] }
}

/** The draft one step back; at the first step it stays. */
export function beforeStep(draft: WizardDraft): WizardDraft {
  return { ...draft, step: stepIds[Math.max(0, stepIds.indexOf(draft.step) - 1)] ?? 'google' }
}

/** What was entered under a name, when it is what this schema says; null for anything else. */
export function readEntered<T>(draft: WizardDraft, field: string, schema: () => z.ZodType<T>): T | null {
  const text = draft.entered[field]
  if (text === undefined) return null
  try {
    return schema().parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** A field of a form that was open. */
export const openFieldSchema = () => z.object({ id: z.string(), text: z.string() }).nullable()
