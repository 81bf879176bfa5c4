import test from 'ava'
import fc from 'fast-check'
import { partOf, progressBar, secondsLeft } from '../../../source/tui/components/messages/progress-bar.ts'
import { secondsWords, timeStages } from '../../../source/tui/components/messages/stage-times.ts'
import { lineWidth, segmentsOf } from '../../../source/tui/text/line.ts'
import { glyphsFor } from '../../../source/tui/theme/glyphs.ts'

const text = (line: Parameters<typeof segmentsOf>[0]): string =>
  segmentsOf(line)
    .map((segment) => segment.text)
    .join('')

test('a bar shows how much is done, the counts, and the time left once that can be told', (t) => {
  t.is(text(progressBar({ done: 1, of: 4 }, 0, 48, glyphsFor(false))), '##......  1 of 4')
  t.is(text(progressBar({ done: 30, of: 120 }, 30, 48, glyphsFor(false))), '##......  30 of 120  about 1 min 30 s left')
  t.is(secondsLeft({ done: 0, of: 10 }, 60), null)
  t.is(partOf({ stage: 'connecting' }), null)
  t.is(partOf({ stage: 'archives', done: 0, of: 0 }), null)
})

test('a bar is full when all is done, empty before, and fits the smallest window', (t) => {
  const bar = fc.property(fc.integer({ min: 1, max: 500_000 }), fc.nat(), (of, some) => {
    const line = progressBar({ done: some % (of + 1), of }, 0, 38, glyphsFor(true))
    t.true(lineWidth(line) <= 38)
    t.is(text(line).includes('█'.repeat(4)), some % (of + 1) === of)
  })
  fc.assert(bar)
})

test('each part of a check has the time from its beginning to its end, and none when it begins again', (t) => {
  const stage = (state: 'waiting' | 'running' | 'passed') => [
    { id: 'a', title: '', state, detail: null, problem: null },
  ]
  const running = timeStages(new Map(), stage('running'), 1000)
  t.is(timeStages(running, stage('running'), 1500).get('a')?.took, null)
  const passed = timeStages(running, stage('passed'), 1230)
  t.is(secondsWords(timeStages(passed, stage('passed'), 9000).get('a')?.took ?? 0), '0.2 s')
  t.is(timeStages(passed, stage('running'), 9000).get('a')?.took, null)
})
