import { useEffect, useState } from 'react'

/** How often a spinner turns, in milliseconds: about 40 bytes a second. */
const interval = 250

/** Counts while something is at work, for what must move on the screen; stands still otherwise. */
export function useTicks(isRunning: boolean): number {
  const [ticks, setTicks] = useState(0)
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => setTicks((current) => current + 1), interval)
    return () => clearInterval(timer)
  }, [isRunning])
  return ticks
}
