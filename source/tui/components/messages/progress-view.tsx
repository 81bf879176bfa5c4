import { useEffect, useState } from 'react'
import type { Progress } from '../../../operations/context.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { progressWords } from '../../../views/progress-words.ts'
import { useCountdown } from '../../hooks/use-countdown.ts'
import { useSpace } from '../../hooks/use-space.ts'
import type { Line } from '../../text/line.ts'
import { Lines } from '../frame/lines.tsx'

/** What is going on, and for how many seconds. Only the counts move: nothing is drawn for its own sake. */
export function ProgressView({ title, progress, note }: { title: string; progress: Progress | null; note: string }) {
  const { columns } = useSpace()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((current) => current + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  const now = useCountdown(progress)
  const words = now === null ? 'Starting' : progressWords(now)
  const lines: Line[] = [
    [{ text: title, bold: true }],
    '',
    ...wrap(words, columns),
    seconds === 0 ? '' : `${elapsed(seconds)}`,
    '',
    ...wrap(note, columns),
  ]
  return <Lines lines={lines} columns={columns} />
}

function elapsed(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
