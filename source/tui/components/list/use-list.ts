import { useState } from 'react'
import { useActions } from '../../hooks/use-actions.ts'
import { listActions } from './list-actions.ts'
import { type ListWindow, moveInList, settleList, startOfList } from './list-window.ts'

type Options = {
  count: number
  /** The rows on the screen. */
  height: number
  isActive?: boolean
  /** Where the cursor starts. */
  start?: number
}

/** A list that is moved through by the keys every list has. */
export type List = ListWindow & { moveTo: (row: number) => void }

/** Keeps the window of a list and moves it by keys, as a part of a screen. */
export function useList({ count, height, isActive = true, start = 0 }: Options): List {
  const [list, setList] = useState<ListWindow>({ ...startOfList, cursor: start })
  useActions(
    listActions(height, 'move', (move) => {
      setList((current) => moveInList(settleList(current, count, height), move, count, height))
    }),
    { layer: 'part', isActive },
  )
  return {
    ...settleList(list, count, height),
    moveTo: (row) => setList((current) => moveInList(current, { kind: 'to', row }, count, height)),
  }
}
