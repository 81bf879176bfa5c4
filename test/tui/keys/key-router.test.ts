import test from 'ava'
import type { Action } from '../../../source/tui/keys/action.ts'
import { createKeyRouter, type Keyboard, type KeyRouter, type Layer } from '../../../source/tui/keys/key-router.ts'
import { characterKey, controlKey, plainKey } from '../../../source/tui/terminal/key.ts'

const place = (router: KeyRouter, layer: Layer, keyboard: Keyboard) => router.add({ layer, keyboard: () => keyboard })
const footer = (router: KeyRouter): string[] => router.shown().map(({ short, does }) => `${short} ${does}`)

/** A router, and what its keys have done. */
function recording(): { router: KeyRouter; done: string[]; action: (keys: Action['keys'], does: string) => Action } {
  const done: string[] = []
  return {
    router: createKeyRouter(),
    done,
    action: (keys, does) => ({ keys, does, run: () => done.push(does) }),
  }
}

test('a key goes to the highest place that has an action for it', (t) => {
  const { router, done, action } = recording()
  place(router, 'screen', { actions: [action('back', 'home'), action('s', 'synchronize')] })
  const close = place(router, 'part', { actions: [action('back', 'clear')] })
  t.true(router.route(plainKey('escape')))
  t.true(router.route(characterKey('s')))
  t.false(router.route(characterKey('u')))
  close()
  router.route(plainKey('escape'))
  t.deepEqual(done, ['clear', 'synchronize', 'home'])
})

test('the footer tells what keys do and nothing that a higher place takes', (t) => {
  const { router, action } = recording()
  place(router, 'root', { actions: [action('help', 'more'), action('quit', 'quit')] })
  place(router, 'screen', { actions: [action('back', 'home')] })
  t.deepEqual(footer(router), ['? more', 'Esc home', 'q quit'])
  const close = place(router, 'part', { actions: [action('back', 'clear')] })
  t.deepEqual(footer(router), ['? more', 'Esc clear', 'q quit'])
  close()
  place(router, 'overlay', { actions: [action('accept', 'do it')], rest: { does: 'close', run: () => undefined } })
  t.deepEqual(footer(router), ['Enter do it', 'other keys close'])
})

test('an action that cannot be done now is neither told nor done', (t) => {
  const { router, done, action } = recording()
  const undo = { ...action('u', 'undo'), when: false }
  place(router, 'screen', { actions: [undo] })
  t.deepEqual(footer(router), [])
  t.false(router.route(characterKey('u')))
  undo.when = true
  router.changed()
  t.deepEqual(footer(router), ['u undo'])
  t.true(router.route(characterKey('u')))
  t.deepEqual(done, ['undo'])
})

test('in a text field letters are text, and only other keys are told', (t) => {
  const { router, done, action } = recording()
  place(router, 'root', { actions: [action('help', 'more'), action('quit', 'quit')] })
  place(router, 'part', { actions: [action(['up', 'down'], 'move'), action('back', 'discard')] })
  const typed: string[] = []
  place(router, 'part', {
    actions: [action('accept', 'keep it')],
    wants: (key) => key.name === 'character' && !key.ctrl,
    typed: { does: '', take: (key) => typed.push(key.text) },
  })
  t.deepEqual(footer(router), ['Enter keep it', 'Up Down move', 'Esc discard'])
  for (const letter of 'q?j') router.route(characterKey(letter))
  router.route(plainKey('down'))
  t.deepEqual(typed, ['q', '?', 'j'])
  t.deepEqual(done, ['move'])
  t.is(router.fieldWants(characterKey('q')), true)
  t.is(router.fieldWants(controlKey('w')), false)
})

test('a place above a text field that takes a key keeps it from the field', (t) => {
  const { router, action } = recording()
  place(router, 'part', { actions: [], wants: () => true, typed: { does: '', take: () => undefined } })
  place(router, 'overlay', { actions: [action('accept', 'close')], rest: { does: '', run: () => undefined } })
  t.is(router.fieldWants(characterKey('a')), null)
})

test('all keys of an action are told in the help, those that are free alone', (t) => {
  const { router, action } = recording()
  place(router, 'part', { actions: [action(['up', 'down'], 'move'), action('toggle', 'choose')] })
  t.deepEqual(
    router.shown().map(({ long }) => long),
    ['Up Down, k j', 'Space, x'],
  )
  place(router, 'part', { actions: [], typed: { does: '', take: () => undefined } })
  t.deepEqual(
    router.shown().map(({ long }) => long),
    ['Up Down'],
  )
})

test('what is shown stays the same object until it says something else', (t) => {
  const { router, action } = recording()
  place(router, 'screen', { actions: [action('u', 'undo')] })
  const before = router.shown()
  router.changed()
  t.is(router.shown(), before)
})
