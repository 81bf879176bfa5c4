import { Box } from 'ink'
import { useEffect, useState } from 'react'
import { holdsSecret } from '../../../text/mask-secrets.ts'
import { fitLeft, truncate } from '../../../text/width/fit.ts'
import { textWidth } from '../../../text/width/width.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import type { Key } from '../../terminal/key.ts'
import { pastedLine } from '../../terminal/key-encoding.ts'
import { atBothEnds, type Line } from '../../text/line.ts'
import { Lines } from '../frame/lines.tsx'
import { selectionBar } from '../list/selection-bar.ts'
import { useList } from '../list/use-list.ts'
import { formLayout } from './form-layout.ts'
import { acceptLines, headingLine } from './form-lines.ts'
import { TextField } from './text-field.tsx'

/** One setting of a form, with one line on what it does. */
export type FormRow = {
  id: string
  label: string
  about: string
  /** What is shown; safe to show. */
  value: string
  /** Stands above the row where there is room: the first of a group has one. */
  heading?: string
} /** `mark` stands before the label, so that a narrow window does not cut the state away. */ & (
  | { kind: 'toggle'; toggle: () => void; mark?: string }
  | {
      kind: 'text'
      text: string
      isSecret?: boolean
      /** Given, a text is asked for a second time, as nobody sees what is typed; says at once what is wrong with the first. */
      beforeAgain?: (text: string) => string | null
      change: (text: string) => string | null
    }
)

/** A field that is open, with what stands in it. */
export type OpenField = { id: string; text: string }

/** The open field, what was wrong with the last try, and what was typed first where it is asked for again. */
type Editing = OpenField & { wrong: string | null; first: string | null }

type FormProps = {
  rows: readonly FormRow[]
  onAccept: () => void
  /** What is done with all of them, in the last row and by Ctrl-S: `save`, or `continue`. */
  accepts: string
  /** The cursor starts in the last row, so that Enter alone goes on. */
  startsAtEnd?: boolean
  /** What is wrong; shown before the notes, and before anything else gives way. */
  errors?: readonly Line[]
  /** The row that is at fault: the errors stand under it, and each new cause moves the cursor there. */
  fault?: { row: string; cause: unknown } | null
  /** Lines under the rows; they give way where room is short. */
  notes?: readonly Line[]
  /** The field that was open when the form was left without an end, as after a lost connection. */
  resumed?: OpenField | null
  /** Told what stands in the open field, unless it is a secret, and null when none is open. */
  onEditing?: (field: OpenField | null) => void
}

/**
 * Settings one under the other: Enter changes the one at the cursor, letters are typed into it, Tab goes on to the next one; the
 * last row and Ctrl-S take them all.
 */
export function Form(props: FormProps) {
  const { rows, onAccept, accepts, errors = [], fault = null, notes = [], resumed = null, onEditing } = props
  const { startsAtEnd = false } = props
  const { glyphs } = useInterface()
  const space = useSpace()
  const [editing, setEditing] = useState<Editing | null>(
    resumed && rows.some(({ id }) => id === resumed.id) ? { ...resumed, wrong: null, first: null } : null,
  )
  const layout = formLayout({
    abouts: [...rows.map(({ about }) => textWidth(about)), 0],
    headings: rows.filter(({ heading }) => heading !== undefined).length,
    errors: errors.length,
    notes: notes.length,
    space,
  })
  const resumedRow = rows.findIndex(({ id }) => id === resumed?.id)
  const start = resumedRow >= 0 ? resumedRow : startsAtEnd ? rows.length : 0
  const list = useList({ count: rows.length + 1, height: layout.rows, isActive: editing === null, start })
  const current = rows[list.cursor]
  const faultRow = rows.findIndex(({ id }) => id === fault?.row)
  const [seenCause, setSeenCause] = useState<unknown>(null)
  if (fault !== null && fault.cause !== seenCause) {
    setSeenCause(fault.cause)
    if (faultRow >= 0) list.moveTo(faultRow)
  }
  const edit = (field: OpenField | null, wrong: string | null, first: string | null = null): void => {
    setEditing(field && { ...field, wrong, first })
    if (field === null || !(isSecret(rows, field.id) || holdsSecret(field.text))) onEditing?.(field)
  }
  const change = (): void => {
    if (current?.kind === 'toggle') current.toggle()
    else if (current !== undefined) edit({ id: current.id, text: current.text }, null)
  }
  /** What is typed at a text that is not open opens it and is the first of what is typed. */
  const typeInto = (key: Key): void => {
    if (current?.kind !== 'text') return
    const typed = key.name === 'paste' ? pastedLine(key.text) : key.text.trimStart()
    edit({ id: current.id, text: current.text + typed }, null)
  }
  /** All of them are taken as soon as the open field is. */
  const [isSaving, setIsSaving] = useState(false)
  useEffect(() => {
    if (!isSaving || editing !== null) return
    setIsSaving(false)
    onAccept()
  }, [isSaving, editing, onAccept])
  const goOn = (): void => list.moveTo(list.cursor + 1)
  const changes = current?.kind === 'toggle' ? 'change' : 'edit'
  useActions(
    [
      current === undefined
        ? { keys: 'accept', does: accepts, run: onAccept, rank: 'first' }
        : { keys: ['accept', 'toggle'], does: changes, run: change, rank: 'first' },
      { keys: 'save', does: accepts, run: onAccept, rank: 'first', when: current !== undefined },
      { keys: 'next', does: 'next', run: goOn, when: current !== undefined },
    ],
    {
      layer: 'part',
      isActive: editing === null,
      ...(current?.kind === 'text' ? { typed: { does: 'type into it', take: typeInto } } : {}),
    },
  )
  /** Keeps what stands in the open field, or says what is wrong with it; whether it was kept. */
  const submit = (text: string): boolean => {
    if (editing === null || current?.kind !== 'text') return true
    const { first } = editing
    const { beforeAgain } = current
    if (first === null && beforeAgain !== undefined && text !== '') {
      const wrong = beforeAgain(text)
      if (wrong === null) edit({ id: current.id, text: '' }, null, text)
      else edit({ id: current.id, text }, wrong)
      return false
    }
    if (first !== null && text !== first) {
      edit({ id: current.id, text: '' }, "The passwords don't match. Try again.")
      return false
    }
    const isMisplaced = current.isSecret !== true && holdsSecret(text)
    const wrong = isMisplaced ? "That looks like a secret. It doesn't belong here." : current.change(text)
    edit(wrong === null ? null : { id: current.id, text }, wrong)
    return wrong === null
  }
  const keepAndMove = (by: number): void => {
    if (submit(editing?.text ?? '')) list.moveTo(Math.max(0, list.cursor + by))
  }
  const keepAndSave = (): void => {
    if (submit(editing?.text ?? '')) setIsSaving(true)
  }
  // Below the field, which keeps letters for itself.
  useActions(
    [
      { keys: 'back', does: 'discard it', run: () => edit(null, null) },
      { keys: ['next', 'down'], does: 'next', run: () => keepAndMove(1) },
      { keys: 'up', does: 'keep it and go back', run: () => keepAndMove(-1), rank: 'help' },
      { keys: 'save', does: accepts, run: keepAndSave },
    ],
    { layer: 'part', isActive: editing !== null },
  )
  if (editing !== null && current?.kind === 'text') {
    const { first } = editing
    const about = first === null ? current.about : "Type it a second time, because you can't see it."
    const below = editing.wrong === null ? about : `${glyphs.failed} ${editing.wrong}`
    return (
      <Box flexDirection="column">
        <Lines
          lines={[[{ text: first === null ? current.label : `${current.label} again`, bold: true }]]}
          columns={space.columns}
        />
        <TextField
          key={first === null ? 'first' : 'again'}
          value={editing.text}
          onChange={(text) => edit({ id: current.id, text }, null, first)}
          onSubmit={(text) => void submit(text)}
          columns={space.columns}
          submits="keep it"
          isSecret={current.isSecret ?? false}
        />
        <Lines lines={['', ...wrap(below, space.columns, 2)].slice(0, space.rows - 2)} columns={space.columns} />
      </Box>
    )
  }
  // What stands in a row keeps its room; the label gives way.
  const marks = Math.max(0, ...rows.map((row) => (row.kind === 'toggle' ? textWidth(row.mark ?? '') : 0)))
  const margin = 2 + (marks === 0 ? 0 : marks + 1)
  // A mark says it all where the window is narrow.
  const hasValues = marks === 0 || space.columns >= leastForBoth
  const values = hasValues ? Math.max(...rows.map(({ value }) => textWidth(value))) : 0
  const width = Math.min(
    Math.max(...rows.map(({ label }) => textWidth(label))),
    Math.max(8, space.columns - margin - 2 - Math.min(values, leastValue)),
  )
  const shown = rows.slice(list.top, list.top + layout.rows)
  const shownErrors = errors.slice(0, layout.errors)
  const lines = shown.flatMap((row, index): Line[] => {
    const isCurrent = list.top + index === list.cursor
    const more =
      (index === 0 && list.top > 0 ? glyphs.moreAbove : '') +
      (index === shown.length - 1 && list.top + layout.rows <= rows.length ? glyphs.moreBelow : '')
    const line: Line = [
      { text: `${isCurrent ? glyphs.cursor : ' '} ${markOf(row, marks)}` },
      { text: `${fitLeft(row.label, width, glyphs.ellipsis)}  ` },
      {
        text:
          hasValues || row.kind === 'text'
            ? truncate(shownValue(row), Math.max(1, space.columns - width - margin - 2), glyphs.ellipsis)
            : '',
        dim: row.kind === 'toggle' && row.mark !== undefined,
      },
    ]
    const whole = more === '' ? line : atBothEnds(line, more, space.columns, glyphs.ellipsis)
    const first = isCurrent ? selectionBar(whole, space.columns) : whole
    const heading: Line[] =
      layout.withHeadings && row.heading !== undefined ? [headingLine(row.heading, space.columns, glyphs.ellipsis)] : []
    const own = [...heading, first, ...(layout.withAbout ? [[{ text: `    ${row.about}`, dim: true }]] : [])]
    return row.id === fault?.row ? [...own, ...shownErrors] : own
  })
  // Those of a row that is out of sight, and those of none, stand below.
  const errorsBelow = shown.some(({ id }) => id === fault?.row) ? [] : shownErrors
  const sentence = current === undefined ? [] : wrap(current.about, space.columns)
  const about = layout.withAbout ? [] : [...(layout.isTight ? [] : ['']), ...sentence].slice(0, layout.about)
  if (list.top + layout.rows > rows.length)
    lines.push(...acceptLines(accepts, current === undefined, glyphs.cursor, space.columns, layout.withAbout))
  return <Lines lines={[...lines, ...about, ...errorsBelow, ...notes.slice(0, layout.notes)]} columns={space.columns} />
}

/** From so many columns on what stands in a row has room beside its mark. */
const leastForBoth = 60

/** The columns that are kept for what stands in a row. */
const leastValue = 12

/** What stands in a row; a secret that was typed in the wrong place is not drawn. */
const shownValue = ({ value }: FormRow): string => (holdsSecret(value) ? 'a secret, not shown' : value)

function markOf(row: FormRow, width: number): string {
  if (width === 0) return ''
  return `${(row.kind === 'toggle' ? (row.mark ?? '') : '').padEnd(width)} `
}

function isSecret(rows: readonly FormRow[], id: string): boolean {
  return rows.some((row) => row.id === id && row.kind === 'text' && row.isSecret === true)
}
