import { useEffect, useState } from 'react'
import type { Progress } from '../../operations/context.ts'
import { afterMilliseconds } from '../../views/progress-words.ts'

/** Progress as it stands now: a wait is counted down each second, anything else is as it was told. */
export function useCountdown(progress: Progress | null): Progress | null {
  const [seconds, setSeconds] = useState(0)
  const [counted, setCounted] = useState(progress)
  if (counted !== progress) {
    setCounted(progress)
    setSeconds(0)
  }
  useEffect(() => {
    if (progress?.stage !== 'waiting') return
    const timer = setInterval(() => setSeconds((current) => current + 1), 1000)
    return () => clearInterval(timer)
  }, [progress])
  return progress === null || counted !== progress ? progress : afterMilliseconds(progress, seconds * 1000)
}
