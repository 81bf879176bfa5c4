import { asProblem } from '../../../views/bug-problem.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import type { Layer } from '../../keys/key-router.ts'
import { paneMargin, ScrollPane } from '../frame/scroll-pane.tsx'
import { problemCopy, problemLines } from './problem-lines.ts'

type ProblemBoxProps = {
  error: unknown
  columns: number
  height: number
  isActive?: boolean
  layer?: Layer
  /** What stands first below the title; the cause unless given. */
  first?: 'remedy'
  /** Told after `c` has copied the values. */
  onCopied?: () => void
}

/** A failure on the screen: what happened, why, what to do now, and the values, which `c` copies. */
export function ProblemBox(props: ProblemBoxProps) {
  const { error, columns, height, isActive = true, layer = 'part', first, onCopied } = props
  const { glyphs, copy } = useInterface()
  const copyValues = (): void => {
    copy(problemCopy(asProblem(error)))
    onCopied?.()
  }
  useActions([{ keys: 'c', does: 'copy the values', run: copyValues }], { layer, isActive })
  const lines = problemLines(error, columns - paneMargin, glyphs.failed, first)
  return <ScrollPane lines={lines} columns={columns} height={height} layer={layer} isActive={isActive} />
}
