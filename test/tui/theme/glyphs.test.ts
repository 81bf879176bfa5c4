import test from 'ava'
import { actionMarks } from '../../../source/sync/plan.ts'
import { railColumn } from '../../../source/tui/components/frame/step-list.ts'
import { cutLine } from '../../../source/tui/text/line.ts'
import { glyphsFor } from '../../../source/tui/theme/glyphs.ts'
import { wizardSteps } from '../../../source/tui/wizard/wizard-draft.ts'

for (const unicode of [true, false]) {
  test(`no two marks that can stand on one screen are alike, ${unicode ? 'in Unicode' : 'in ASCII'}`, (t) => {
    const { cursor, checked, unchecked, done, failed, moreAbove, moreBelow, moreRight } = glyphsFor(unicode)
    const marks = [
      cursor,
      checked,
      unchecked,
      done,
      failed,
      moreAbove,
      moreBelow,
      moreRight,
      ...Object.values(actionMarks),
    ]
    t.deepEqual([...new Set(marks)], marks)
  })

  test(`a finished step has its whole mark beside it, ${unicode ? 'in Unicode' : 'in ASCII'}`, (t) => {
    const glyphs = glyphsFor(unicode)
    const steps = wizardSteps.map(({ name }) => ({ name, state: 'done' as const }))
    for (const line of railColumn(steps, 2, glyphs)) {
      // The rail has 28 columns, the last two of which are air.
      const text = cutLine(line, 26).map((segment) => segment.text)
      t.true(text.join('').endsWith(` ${glyphs.done}`), text.join(''))
    }
  })
}
