import { useState } from 'react'
import { deletionLimitText, parseDeletionLimitText } from '../../../settings/deletion-limit-text.ts'
import { graceDaysWords, parseGraceDays } from '../../../settings/grace-days-text.ts'
import { globFault } from '../../../sync/globs/glob-words.ts'
import { splitGlobs } from '../../../sync/globs/split-globs.ts'
import type { SyncSettings } from '../../../sync/settings.ts'
import { counted } from '../../../text/numbers.ts'
import { safeText } from '../../../text/safe-text.ts'
import { followUpLines } from '../../../views/follow-up.ts'
import { deletionLimitWords } from '../../../views/settings.ts'
import { useApp } from '../../app-context.ts'
import { Form, type FormRow } from '../../components/form/form.tsx'
import { problemLines } from '../../components/messages/problem-lines.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { StepFrame } from '../step-frame.tsx'
import { useExclusionMatches } from '../use-exclusion-matches.ts'
import { useGroupRows } from '../use-group-rows.ts'
import { useWizard } from '../wizard-context.ts'
import { openFieldSchema, readEntered } from '../wizard-draft.ts'

type Options = Pick<
  SyncSettings,
  'automaticDeletion' | 'deleteAfter' | 'suspended' | 'archived' | 'exclusions' | 'deletionLimit'
>

/** Step 6: what happens to those who leave, and who is left out. */
export function OptionsStep() {
  return (
    <StepFrame step="options" about="Decide what happens to people who leave, and whom to skip.">
      <OptionsForm />
    </StepFrame>
  )
}

function OptionsForm() {
  const app = useApp()
  const wizard = useWizard()
  const { glyphs } = useInterface()
  const { columns } = useSpace()
  const { automaticDeletion, deleteAfter, suspended, archived, exclusions, deletionLimit } = app.home.settings
  const kept = { automaticDeletion, deleteAfter, suspended, archived, exclusions, deletionLimit }
  const [options, setOptions] = useState<Options>(kept)
  const [error, setError] = useState<unknown>(null)
  const [resumed] = useState(() => readEntered(wizard.draft, 'optionsField', openFieldSchema))
  const [open, setOpen] = useState(resumed)
  const matches = useExclusionMatches(options.exclusions, open?.id === 'exclusions' ? open.text : null)
  const save = async (change: Partial<Options>): Promise<void> => {
    await app.services.saveSettings(change)
    await app.refresh()
  }
  const set = (change: Partial<Options>): void => {
    setError(null)
    setOptions((current) => ({ ...current, ...change }))
    app.hold(save(change).catch((problem: unknown) => setError(problem)))
  }
  /** What is not saved is not shown either: the name may be nobody's. */
  const saveCatchAll = async (name: string | null): Promise<void> => {
    const lines = followUpLines(await app.services.saveCatchAll(name))
    await app.refresh()
    if (lines.length > 0) app.say(lines.join(' '))
  }
  const { catchAll } = app.home.settings
  const groupRows = useGroupRows(setError)
  const included = (state: 'include' | 'exclude'): string => (state === 'include' ? 'included' : 'excluded')
  const other = (state: 'include' | 'exclude') => (state === 'include' ? 'exclude' : 'include')
  const rows: FormRow[] = [
    {
      id: 'automaticDeletion',
      label: 'Automatic deletion',
      value: options.automaticDeletion ? 'on' : 'off',
      about: options.automaticDeletion
        ? "People who leave Google or the groups are deleted from the archive's users. Mail stays."
        : "People who leave stay in the archive. You'll see them in the plan.",
      kind: 'toggle',
      toggle: () => set({ automaticDeletion: !options.automaticDeletion }),
    },
    {
      id: 'deleteAfter',
      label: 'Delete after',
      value: options.deleteAfter === 0 ? 'the next sync' : counted(options.deleteAfter, 'day'),
      about: options.automaticDeletion
        ? 'People who left stay for so many days, in case they come back. 0 deletes at the next sync.'
        : 'Counts only with automatic deletion.',
      kind: 'text',
      text: String(options.deleteAfter),
      change: (text) => {
        const days = parseGraceDays(text)
        if (days === null) return graceDaysWords
        set({ deleteAfter: days })
        return null
      },
    },
    {
      id: 'suspended',
      label: 'Suspended users',
      value: included(options.suspended),
      about:
        options.suspended === 'include'
          ? 'Included: mail stays archived after someone leaves.'
          : 'Skipped: suspended people who are users here count as gone.',
      kind: 'toggle',
      toggle: () => set({ suspended: other(options.suspended) }),
    },
    {
      id: 'archived',
      label: 'Archived users',
      value: included(options.archived),
      about:
        options.archived === 'include'
          ? 'Included: people with an Archived User license count like all others.'
          : 'Skipped: people with an Archived User license who are users here count as gone.',
      kind: 'toggle',
      toggle: () => set({ archived: other(options.archived) }),
    },
    {
      id: 'deletionLimit',
      label: 'Deletion limit',
      value: deletionLimitWords(options.deletionLimit),
      about: 'Stop if a sync would delete more than this. Examples: 5, 10%, or 5,10% (the larger).',
      kind: 'text',
      text: deletionLimitText(options.deletionLimit),
      change: (text) => {
        const limit = parseDeletionLimitText(text)
        if (limit === null) return 'Type a number, a percentage such as 10%, or both: 5,10%'
        set({ deletionLimit: limit })
        return null
      },
    },
    {
      id: 'exclusions',
      label: 'Exclusions',
      value: options.exclusions.length === 0 ? 'none' : options.exclusions.map(safeText).join(', '),
      about: matches,
      kind: 'text',
      text: options.exclusions.join(', '),
      change: (text) => {
        const exclusions = splitGlobs(text)
        const fault = exclusions.map(globFault).find((found) => found !== null)
        if (fault === undefined) set({ exclusions })
        return fault ?? null
      },
    },
    {
      id: 'catchAll',
      label: 'Catch-all archive',
      value: catchAll === null ? 'none' : safeText(catchAll),
      about:
        catchAll === null
          ? 'Mail for addresses that nobody has is refused. Type a user to file it in that archive.'
          : "Mail for addresses that nobody has is filed in this user's archive. Clear it to refuse such mail.",
      kind: 'text',
      text: catchAll ?? '',
      change: (text) => {
        setError(null)
        app.hold(saveCatchAll(text.trim() || null).catch((problem: unknown) => setError(problem)))
        return null
      },
    },
    ...groupRows,
  ]
  const errors = error === null ? [] : ['', ...problemLines(error, columns, glyphs.failed)]
  return (
    <Form
      rows={rows}
      errors={errors}
      accepts={wizard.isSingle ? 'back' : 'continue'}
      startsAtEnd={!wizard.isSingle}
      resumed={resumed}
      onEditing={(field) => {
        setOpen(field)
        wizard.enter('optionsField', JSON.stringify(field))
      }}
      onAccept={() => error === null && wizard.next()}
    />
  )
}
