import test from 'ava'
import {
  emptyPicker,
  type PickerEvent,
  type PickerState,
  pickedValue,
  pickerReducer,
} from '../../../../source/tui/components/form/picker-state.ts'

const names = ['ada', 'bea', 'carol'].map((value) => ({ value, about: '' }))
const after = (...events: PickerEvent[]): PickerState => events.reduce(pickerReducer, emptyPicker)
const down = { type: 'moved', by: 1, count: names.length } as const

test('nothing is picked by chance: Enter alone takes nobody', (t) => {
  t.is(pickedValue(emptyPicker, names), null)
  t.is(pickedValue(after({ type: 'typed', text: '  ' }), names), null)
})

test('the arrows choose, and typing takes the choice back', (t) => {
  t.is(pickedValue(after(down), names), 'ada')
  t.is(pickedValue(after(down, down), names), 'bea')
  t.is(pickedValue(after(down, down, down, down), names), 'carol')
  t.is(pickedValue(after({ ...down, by: -1 }), names), 'carol')
  t.is(after(down, { type: 'typed', text: 'c' }).cursor, null)
})

test('the only name that matches is taken, and otherwise what was typed, so that a mistake is told', (t) => {
  t.is(pickedValue(after({ type: 'typed', text: 'car' }), names.slice(2)), 'carol')
  t.is(pickedValue(after({ type: 'typed', text: ' a ' }), names), 'a')
  t.is(pickedValue(after({ type: 'typed', text: 'nobody' }), []), 'nobody')
})
