import { useEffect, useState } from 'react'
import type { InputStream } from '../terminal/input-stream.ts'

/**
 * Lets the input stream have React commit: used once, at the root. An effect runs after the effects of everything below it,
 * so when this one runs, every handler below sees the new state.
 */
export function useKeyCommits(input: InputStream): void {
  const [round, setRound] = useState(0)
  useEffect(() => {
    input.connect(() => setRound((current) => current + 1))
    return () => input.connect(null)
  }, [input])
  useEffect(() => {
    if (round > 0) input.committed()
  }, [input, round])
}
