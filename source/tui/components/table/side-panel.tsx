import { type ReactNode, useEffect, useState } from 'react'
import { useInterface } from '../../hooks/use-interface.ts'
import { type Line, segmentsOf } from '../../text/line.ts'
import { Lines } from '../frame/lines.tsx'

/** From so many columns on the row at the cursor is shown whole beside its table. */
const leastColumns = 106
const widest = 62

/** The columns of the panel beside a table in so many columns; 0 where it has no room. */
export function panelColumns(columns: number): number {
  return columns < leastColumns ? 0 : Math.min(widest, Math.floor(columns * 0.42))
}

/** How long the cursor must rest before the panel follows, in milliseconds: whoever holds a key down waits for no panel. */
const rest = 120

type SidePanelProps<T> = {
  row: T | undefined
  lines: (row: T, columns: number) => readonly Line[]
  columns: number
  height: number
}

/** The row at the cursor, whole, beside its table. */
export function SidePanel<T>({ row, lines, columns, height }: SidePanelProps<T>): ReactNode {
  const { glyphs } = useInterface()
  const [shown, setShown] = useState<{ row: T | undefined }>({ row })
  useEffect(() => {
    if (shown.row === row) return
    const timer = setTimeout(() => setShown({ row }), rest)
    return () => clearTimeout(timer)
  }, [row, shown])
  const all = shown.row === undefined ? [] : lines(shown.row, columns - 3)
  const whole: readonly Line[] =
    all.length <= height ? all : [...all.slice(0, height - 1), [{ text: 'Enter shows the rest', dim: true }]]
  const edged = Array.from({ length: height }, (_, index): Line => {
    return [{ text: ` ${glyphs.edge} `, dim: true }, ...segmentsOf(whole[index] ?? '')]
  })
  return <Lines lines={edged} columns={columns} />
}
