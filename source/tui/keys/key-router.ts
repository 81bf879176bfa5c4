import type { Key } from '../terminal/key.ts'
import { type Action, placeInFooter, type ShownAction, shownAction, wantedBy } from './action.ts'
import { asksFor, keysFor, type Wanted } from './bindings.ts'

/**
 * Where a handler stands: keys go to the highest layer first and down until one takes them. A part is a list or a field on
 * a screen, an overlay lies over everything and has parts of its own, the root knows help and quitting.
 */
const layers = ['root', 'screen', 'part', 'overlay', 'overlayPart', 'always'] as const
export type Layer = (typeof layers)[number]

/** What takes keys at a place, as it is now. */
export type Keyboard = {
  actions: readonly Action[]
  /** What every other key does, such as closing a message; given, no key goes further down but those that it lets pass. */
  rest?: { does: string; run: () => void; passes?: readonly Wanted[] } | undefined
  /**
   * Which keys a component of Ink's family here is to see while it is the topmost: true for those of a text field, false for
   * those it would mistake, null for all others.
   */
  wants?: ((key: Key) => boolean | null) | undefined
  /** A text field: takes each key that is text or moves in it, none of which goes further down. */
  typed?: { does: string; take: (key: Key) => void } | undefined
}

/** A place for keys. */
export type KeyEntry = { layer: Layer; keyboard: () => Keyboard }

/** Routes each key to the focused part, and knows what the keys do now. */
export type KeyRouter = {
  /** Adds a place; within a layer the one that came last goes first. Returns how to remove it. */
  add(entry: KeyEntry): () => void
  /** Adds what takes clicks, told where they were; the one that came last is asked first. Returns how to remove it. */
  addClickable(take: (at: { column: number; row: number }) => boolean): () => void
  /** Returns whether anybody took the key. */
  route(key: Key): boolean
  /** Whether the key is for the text field that has the focus; null where none has. */
  fieldWants(key: Key): boolean | null
  /** What the keys do now, in the order of the footer; the same array until something changes. */
  shown(): readonly ShownAction[]
  /** Told when a place's actions have changed. */
  changed(): void
  /** Has `listener` called when what the keys do may have changed; returns how to end that. */
  subscribe(listener: () => void): () => void
}

/** Makes a router without places. */
export function createKeyRouter(): KeyRouter {
  let entries: KeyEntry[] = []
  let clickables: ((at: { column: number; row: number }) => boolean)[] = []
  let shown: readonly ShownAction[] = []
  let isStale = false
  const listeners = new Set<() => void>()

  function inOrder(): Keyboard[] {
    return entries
      .toSorted((a, b) => layers.indexOf(b.layer) - layers.indexOf(a.layer))
      .map(({ keyboard }) => keyboard())
  }

  function changed(): void {
    isStale = true
    for (const listener of [...listeners]) listener()
  }

  return {
    add(entry) {
      entries = [entry, ...entries]
      changed()
      return () => {
        entries = entries.filter((other) => other !== entry)
        changed()
      }
    },
    addClickable(take) {
      clickables = [take, ...clickables]
      return () => {
        clickables = clickables.filter((other) => other !== take)
      }
    },
    route(key) {
      const { at } = key
      if (at !== undefined) return clickables.some((take) => take(at))
      return inOrder().some((keyboard) => handle(keyboard, key))
    },
    fieldWants(key) {
      for (const keyboard of inOrder()) {
        if (keyboard.wants !== undefined) return keyboard.wants(key)
        if (takes(keyboard, key)) return null
      }
      return null
    },
    shown() {
      if (!isStale) return shown
      isStale = false
      const next = reachable(inOrder())
      if (JSON.stringify(next) !== JSON.stringify(shown)) shown = next
      return shown
    },
    changed,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Keys that a text field keeps, whether or not they change something in it now. */
function isOfText(key: Key): boolean {
  if (key.name === 'character') return !key.ctrl
  return key.name === 'paste' || key.name === 'left' || key.name === 'right' || key.name === 'backspace'
}

const actionFor = ({ actions }: Keyboard, key: Key): Action | undefined =>
  actions.find((action) => action.when !== false && wantedBy(action).some((wanted) => asksFor(key, wanted)))

function handle(keyboard: Keyboard, key: Key): boolean {
  const { typed, rest } = keyboard
  if (typed !== undefined && isOfText(key)) {
    typed.take(key)
    return true
  }
  const action = actionFor(keyboard, key)
  if (action !== undefined) action.run?.(key)
  else if (rest !== undefined && !passes(rest, key)) rest.run()
  return action !== undefined || (rest !== undefined && !passes(rest, key))
}

const passes = ({ passes = [] }: NonNullable<Keyboard['rest']>, key: Key): boolean =>
  passes.some((wanted) => asksFor(key, wanted))

const takes = (keyboard: Keyboard, key: Key): boolean =>
  (keyboard.typed !== undefined && isOfText(key)) ||
  (keyboard.rest !== undefined && !passes(keyboard.rest, key)) ||
  actionFor(keyboard, key) !== undefined

/** The actions that a key still reaches: those of lower places are left out where a higher one takes all of their keys. */
function reachable(keyboards: readonly Keyboard[]): ShownAction[] {
  const found: { place: number; action: ShownAction }[] = []
  keyboards.forEach((keyboard, index) => {
    const above = keyboards.slice(0, index)
    for (const action of keyboard.actions) {
      if (action.when === false || action.does === '') continue
      const isFree = (key: Key): boolean =>
        !above.some((other) => takes(other, key)) &&
        !(keyboard.typed !== undefined && isOfText(key)) &&
        actionFor(keyboard, key) === action
      if (!wantedBy(action).flatMap(keysFor).some(isFree)) continue
      found.push({ place: placeInFooter(action), action: shownAction(action, isFree) })
    }
    const { rest, typed } = keyboard
    if (typed !== undefined && typed.does !== '' && !above.some((other) => other.rest !== undefined)) {
      found.push({ place: 0, action: { short: 'letters', long: 'letters', does: typed.does, isInFooter: true } })
    }
    if (rest !== undefined && rest.does !== '' && !above.some((other) => other.rest !== undefined)) {
      found.push({ place: 1, action: { short: 'other keys', long: 'other keys', does: rest.does, isInFooter: true } })
    }
  })
  return found.toSorted((a, b) => a.place - b.place).map(({ action }) => action)
}
