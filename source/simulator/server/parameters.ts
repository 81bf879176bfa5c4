import { invalidParameter } from './errors.ts'

/**
 * A whole number within limits. Google takes more than the most as the most.
 *
 * @throws GoogleError 400 when it is no number or below 1
 */
export function numberParameter(query: URLSearchParams, name: string, usual: number, most: number): number {
  const text = query.get(name)
  if (text === null || text === '') return usual
  if (!/^[+-]?\d{1,10}$/.test(text)) {
    throw invalidParameter(name, `Invalid value at '${snakeCase(name)}' (TYPE_INT32), "${text}"`)
  }
  const value = Number(text)
  if (value < 1) throw invalidParameter(name, `Invalid value '${text}'. Values must be within the range: [1, ${most}]`)
  return Math.min(value, most)
}

/**
 * One of the values that a parameter may have, or null when it is not given.
 *
 * @throws GoogleError 400 for another value
 */
export function enumParameter<Value extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly Value[],
): Value | null {
  const text = query.get(name)
  if (text === null || text === '') return null
  const value = values.find((each) => each === text)
  if (value === undefined) {
    throw invalidParameter(name, `Invalid string value: '${text}'. Allowed values: [${values.join(', ')}]`)
  }
  return value
}

/** A switch in any spelling, since other people's clients send `True` and `False`. Anything but true is off. */
export function switchParameter(query: URLSearchParams, name: string): boolean {
  return query.get(name)?.toLowerCase() === 'true'
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
