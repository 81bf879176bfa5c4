import { useState } from 'react'
import { safeText } from '../../views/safe-text.ts'
import { useApp } from '../app-context.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { asksFor } from '../keys/bindings.ts'
import type { Line } from '../text/line.ts'
import { wrap } from '../text/wrap.ts'
import { FieldStep } from './field-step.tsx'
import { StepFrame } from './step-frame.tsx'
import { useWizard } from './wizard-context.ts'

/** Step 2: the service account's key, by path or pasted. */
export function KeyStep() {
  const hints = [
    { keys: 'Enter', does: 'take this key' },
    { keys: 'Tab', does: 'complete the path' },
    { keys: 'Esc', does: 'back' },
    { keys: 'Ctrl-C', does: 'quit' },
  ]
  return (
    <StepFrame
      step="key"
      about="The service account's key, the JSON file that Google's console made: type its path, or paste the JSON itself. It is copied into the home, readable by you alone."
      hints={hints}
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
  const change = (value: string): void => {
    setPath(value)
    setChoices([])
    wizard.enter('keyPath', value)
  }
  const accept = async (source: { path: string } | { text: string }): Promise<void> => {
    const facts = await app.services.saveKey(source)
    await app.refresh()
    app.say(`Took the key of ${safeText(facts.clientEmail)}.`)
    wizard.enter('keyPath', '')
    wizard.next()
  }
  const complete = async (): Promise<void> => {
    const found = await app.services.completePath(path)
    const common = commonStart(found)
    if (common.length > path.length) change(common)
    setChoices(found.length > 1 ? found : [])
  }
  useKeys(
    (pressed) => {
      if (!asksFor(pressed, 'next')) return false
      app.onBusy(complete())
      return true
    },
    { layer: 'screen' },
  )
  const facts: Line[] = key
    ? [
        [{ text: 'There is a key. Enter with an empty field keeps it.' }],
        `Key ID           ${safeText(key.privateKeyId)}`,
        `Service account  ${safeText(key.clientEmail)}`,
        `Client ID        ${safeText(key.clientId)}`,
        `Project          ${safeText(key.projectId)}`,
      ]
    : wrap('The file stays where it is; delete it there when you no longer need it.', columns)
  return (
    <FieldStep
      label="Key file"
      value={path}
      placeholder="/path/to/key.json"
      onChange={change}
      onSubmit={async (value) => {
        if (value.trim() === '' && key) return wizard.next()
        await accept({ path: value.trim() })
      }}
      paste={{ isMine: (text) => text.trimStart().startsWith('{'), take: (text) => accept({ text }) }}
      notes={choices.length > 0 ? choices.map((choice) => `  ${safeText(choice)}`) : facts}
    />
  )
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
