import { useEffect, useState } from 'react'
import type { InputStream } from '../terminal/input-stream.ts'

/**
 * Lets the input stream have React commit: used once, at the root. An effect runs after the effects of everything below it,
 * so when this one runs, every handler below sees the new state.
 *
 * @param isReady false while there is no screen yet that keys could be for: they wait in line
 */
export function useKeyCommits(input: InputStream, isReady: boolean): void {
  const [round, setRound] = useState(0)
  useEffect(() => {
    if (!isReady) return
    input.connect(() => setRound((current) => current + 1))
    return () => input.connect(null)
  }, [input, isReady])
  useEffect(() => {
    if (round > 0) input.committed()
  }, [input, round])
}
