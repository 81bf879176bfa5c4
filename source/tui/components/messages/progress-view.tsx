import { useEffect, useState } from 'react'
import type { Progress } from '../../../operations/context.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { progressWords } from '../../../views/progress-words.ts'
import { useCountdown } from '../../hooks/use-countdown.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTicks } from '../../hooks/use-ticks.ts'
import type { Line } from '../../text/line.ts'
import { Lines } from '../frame/lines.tsx'
import { partOf, progressBar, timeWords } from './progress-bar.ts'

/** What is going on, for how long, and how far it has come where that is known. */
export function ProgressView({ title, progress, note }: { title: string; progress: Progress | null; note: string }) {
  const { columns } = useSpace()
  const { glyphs } = useInterface()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((current) => current + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  const ticks = useTicks(true)
  const now = useCountdown(progress)
  const stage = now?.stage ?? null
  const [began, setBegan] = useState({ stage, at: 0 })
  if (began.stage !== stage) setBegan({ stage, at: seconds })
  const words = now === null ? 'Starting' : progressWords(now)
  const part = now === null ? null : partOf(now)
  const spinner = glyphs.spinner[ticks % glyphs.spinner.length] ?? ''
  const lines: Line[] = [
    [
      { text: `${spinner} `, tone: 'accent' },
      { text: title, bold: true },
      { text: seconds === 0 ? '' : `  ${timeWords(seconds)}`, dim: true },
    ],
    '',
    ...wrap(words, columns),
    ...(part === null ? [] : [progressBar(part, seconds - began.at, columns, glyphs)]),
    '',
    ...wrap(note, columns).map((text): Line => [{ text, dim: true }]),
  ]
  return <Lines lines={lines} columns={columns} />
}
