import { useState } from 'react'
import type { KeySource } from '../../../operations/configure/import-key.ts'
import { holdsSecret } from '../../../text/mask-secrets.ts'
import { safeText } from '../../../text/safe-text.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { screenProblem } from '../../problems.ts'
import type { Line } from '../../text/line.ts'
import { keyFacts } from '../key-facts.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'
import { FieldStep } from './field-step.tsx'

/** What is pasted has no file's name. */
const pastedKey = 'the pasted key'

/** Step 2: the service account's key, by path or pasted. */
export function KeyStep() {
  return (
    <StepFrame
      step="key"
      about="Type the path of the service account's JSON key, or paste its contents. Rollcall keeps a private copy."
    >
      <KeyField />
    </StepFrame>
  )
}

function KeyField() {
  const app = useApp()
  const wizard = useWizard()
  const { columns } = useSpace()
  const key = app.home.key
  const [path, setPath] = useState(wizard.draft.entered.keyPath ?? (key ? '' : (app.suggestions?.keyFile ?? '')))
  const [choices, setChoices] = useState<readonly string[]>([])
  const [note, setNote] = useState('')
  const change = (value: string): void => {
    setPath(value)
    setChoices([])
    setNote('')
    // The draft is a file: a key is never written into it.
    if (!isKey(value)) wizard.enter('keyPath', value)
  }
  const accept = async (source: KeySource): Promise<void> => {
    const facts = await app.services.saveKey(source)
    await app.refresh()
    app.say(`Using the key of ${safeText(facts.clientEmail)}.`)
    wizard.enter('keyPath', '')
    wizard.next()
  }
  const complete = async (): Promise<void> => {
    const found = await app.services.completePath(path)
    const common = commonStart(found)
    if (common.length > path.length) change(common)
    setChoices(found.length > 1 ? found : [])
    setNote(found.length === 0 ? 'No file here has a name like this.' : '')
  }
  const submit = async (value: string): Promise<void> => {
    const typed = value.trim()
    if (typed === '' && key) return wizard.next()
    if (typed === '') throw screenProblem('keyNotGiven', {})
    if (!isKey(typed)) return accept({ path: typed })
    // Where the terminal does not mark what is pasted, a key comes line by line, each with an Enter.
    if (isWhole(typed)) return accept({ text: typed, name: pastedKey })
    setPath(`${typed} `)
    setNote("The key isn't complete yet. Press Ctrl-U to clear the field.")
  }
  const completes = (): void => app.hold(complete())
  useActions([{ keys: 'next', does: 'complete the path', run: completes, when: !isKey(path) }], { layer: 'screen' })
  const facts: Line[] = key
    ? [[{ text: 'A key is set. Press Enter to keep it.' }], ...keyFacts(key)]
    : wrap('The file stays where it is. Delete it there if you no longer need it.', columns)
  return (
    <FieldStep
      label="Key file"
      value={path}
      submits={path.trim() === '' && key ? 'keep this key' : 'use this key'}
      placeholder="a path, such as /root/key.json"
      onChange={change}
      onSubmit={submit}
      isSecret={isKey(path)}
      paste={{ isMine: isKey, take: (text) => accept({ text, name: pastedKey }) }}
      notes={choices.length > 0 ? choices.map((choice) => `  ${safeText(choice)}`) : note === '' ? facts : [note]}
    />
  )
}

/** Whether this is the beginning of a key itself, in any form, and no path. */
const isKey = (text: string): boolean => /^\s*(?:\{|"|-----)/.test(text) || holdsSecret(text)

function isWhole(text: string): boolean {
  if (!text.startsWith('{')) return !text.startsWith('-----') || /-----END[^-]+-----/.test(text)
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** What all of these begin with. */
function commonStart(texts: readonly string[]): string {
  const [first = '', ...rest] = texts
  let length = first.length
  for (const text of rest) {
    while (!text.startsWith(first.slice(0, length))) length -= 1
  }
  return first.slice(0, length)
}
