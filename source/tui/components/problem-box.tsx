import { useMemo } from 'react'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { isLetter } from '../keys/bindings.ts'
import { problemCopy, problemLines, shownProblem } from './problem-lines.ts'
import { ScrollPane } from './scroll-pane.tsx'

type ProblemBoxProps = {
  error: unknown
  columns: number
  height: number
  isActive?: boolean
  /** Told after `c` has copied the values. */
  onCopied?: () => void
}

/** A failure on the screen: what happened, why, what to do now, and the values, which `c` copies. */
export function ProblemBox({ error, columns, height, isActive = true, onCopied }: ProblemBoxProps) {
  const { glyphs, copy } = useInterface()
  const problem = useMemo(() => shownProblem(error), [error])
  useKeys(
    (key) => {
      if (!isLetter(key, 'c')) return false
      copy(problemCopy(problem))
      onCopied?.()
      return true
    },
    { layer: 'part', isActive },
  )
  const lines = problemLines(problem, columns, glyphs.failed)
  return <ScrollPane lines={lines} columns={columns} height={height} isActive={isActive} />
}
