import { invalidParameter } from '../server/errors.ts'
import { isKnownField, type SchemaName } from './google-schema.ts'

/** Which fields of an answer are wanted: a tree of names; null stands for everything below. */
export type FieldsMask = ReadonlyMap<string, FieldsMask | null> | null

type MutableMask = Map<string, MutableMask | null>

/**
 * Reads a `fields` parameter: names divided by commas, levels by slashes, sub-selectors in parentheses, `*` for all.
 *
 * @param schema the answer's schema; a name that it does not have is refused
 * @throws GoogleError 400, as Google refuses a selection that does not fit
 */
export function parseFieldsMask(text: string | null, schema: SchemaName): FieldsMask {
  if (text === null || text === '') return null
  const tokens = text.match(/[(),/]|[^(),/\s]+/g) ?? []
  let position = 0
  const refuse = () => invalidParameter('fields', `Invalid field selection ${text}`)

  const readList = (path: readonly string[], into: MutableMask): void => {
    readItem(path, into)
    while (tokens[position] === ',') {
      position += 1
      readItem(path, into)
    }
  }
  const readItem = (path: readonly string[], into: MutableMask): void => {
    const name = tokens[position]
    if (name === undefined || /^[(),/]$/.test(name)) throw refuse()
    position += 1
    const here = [...path, name]
    if (!isKnownField(schema, here)) throw invalidParameter('fields', `Invalid field selection ${name}`)
    const next = tokens[position]
    if (next !== '/' && next !== '(') {
      into.set(name, null)
      return
    }
    position += 1
    const earlier = into.get(name)
    const below: MutableMask = earlier ?? new Map()
    if (next === '/') readItem(here, below)
    else {
      readList(here, below)
      if (tokens[position] !== ')') throw refuse()
      position += 1
    }
    // What was asked for whole stays whole.
    if (earlier !== null) into.set(name, below)
  }

  const mask: MutableMask = new Map()
  readList([], mask)
  if (position !== tokens.length) throw refuse()
  return mask
}

/** The part of the mask below one name: null for everything, undefined where the name is not wanted at all. */
export function maskBelow(mask: FieldsMask, name: string): FieldsMask | undefined {
  if (mask === null) return null
  const below = mask.get(name)
  return below === undefined ? mask.get('*') : below
}

/** Cuts a JSON value down to what the mask asks for; lists are cut item by item. */
export function applyFieldsMask(mask: FieldsMask, value: unknown): unknown {
  if (mask === null) return value
  if (Array.isArray(value)) return value.map((item) => applyFieldsMask(mask, item))
  if (typeof value !== 'object' || value === null) return value
  const held = value as Record<string, unknown>
  const result: Record<string, unknown> = {}
  for (const name of Object.keys(held)) {
    const below = maskBelow(mask, name)
    if (below !== undefined) result[name] = applyFieldsMask(below, held[name])
  }
  return result
}
