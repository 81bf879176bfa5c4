import type { Key } from '../terminal/key.ts'

/**
 * Where a handler stands: keys go to the highest layer first and down until one takes them. A part is a list or a field on
 * a screen, an overlay lies over everything and has parts of its own, the root knows help and quitting.
 */
const layers = ['root', 'screen', 'part', 'overlay', 'overlayPart'] as const
export type Layer = (typeof layers)[number]

/** Takes a key and returns true, or leaves it to the next. */
export type KeyHandler = (key: Key) => boolean

/**
 * A handler at its place. `wants` says which keys a component of Ink's family here is to see: true for those of a text field,
 * false for those it would mistake, null for all others.
 */
export type KeyEntry = { layer: Layer; handle: KeyHandler; wants?: (key: Key) => boolean | null }

/** Routes each key to the focused part. */
export type KeyRouter = {
  /** Adds a handler; within a layer the one that came last goes first. Returns how to remove it. */
  add(entry: KeyEntry): () => void
  /** Returns whether anybody took the key. */
  route(key: Key): boolean
  /** Whether the key is for the text field that has the focus; null where none has. */
  fieldWants(key: Key): boolean | null
}

/** Makes a router without handlers. */
export function createKeyRouter(): KeyRouter {
  let entries: KeyEntry[] = []

  function inOrder(): KeyEntry[] {
    return entries.toSorted((a, b) => layers.indexOf(b.layer) - layers.indexOf(a.layer))
  }

  return {
    add(entry) {
      entries = [entry, ...entries]
      return () => {
        entries = entries.filter((other) => other !== entry)
      }
    },
    route(key) {
      return inOrder().some((entry) => entry.handle(key))
    },
    fieldWants(key) {
      return inOrder()[0]?.wants?.(key) ?? null
    },
  }
}
