import { useEffect, useState } from 'react'
import type { InputStream } from '../terminal/input-stream.ts'

/** `isReady` is false while there is no screen yet that keys could be for: they wait in line. */
type KeyCommitsProps = { input: InputStream; isReady: boolean }

/**
 * Lets the input stream have React commit. Shows nothing, and stands last in the tree: its effect runs after all effects
 * before it, so when it runs, every handler sees the new state. A component of its own, so that nothing else is rendered
 * for it.
 */
export function KeyCommits({ input, isReady }: KeyCommitsProps) {
  const [round, setRound] = useState(0)
  useEffect(() => {
    if (!isReady) return
    input.connect(() => setRound((current) => current + 1))
    return () => input.connect(null)
  }, [input, isReady])
  useEffect(() => {
    if (round > 0) input.committed()
  }, [input, round])
  return null
}
