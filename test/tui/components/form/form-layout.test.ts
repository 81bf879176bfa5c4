import test from 'ava'
import { formLayout } from '../../../../source/tui/components/form/form-layout.ts'

const abouts = [60, 70, 40, 50, 66]

test('each row has its sentence under it where all of them fit', (t) => {
  const space = { columns: 78, rows: 15 }
  t.like(formLayout({ abouts, errors: 0, notes: 2, space }), { rows: 5, withAbout: true, notes: 2 })
  t.false(formLayout({ abouts: [75], errors: 0, notes: 0, space }).withAbout, 'a sentence is never cut')
})

test('what is wrong is shown before the rows, and the notes give way first', (t) => {
  const layout = formLayout({ abouts, errors: 3, notes: 9, space: { columns: 78, rows: 12 } })
  t.deepEqual(layout, { rows: 5, withHeadings: false, isTight: false, withAbout: false, about: 2, errors: 3, notes: 2 })
})

test('whatever the window, the parts fit into it and one row is there', (t) => {
  for (let rows = 1; rows <= 30; rows += 1) {
    for (const errors of [0, 2, 8]) {
      const layout = formLayout({ abouts, errors, notes: 4, space: { columns: 38, rows } })
      const used = layout.rows * (layout.withAbout ? 2 : 1) + layout.about + layout.errors + layout.notes
      t.true(used <= Math.max(rows, 2) && layout.rows >= 1, `${rows} rows, ${errors} errors: ${JSON.stringify(layout)}`)
    }
  }
})
