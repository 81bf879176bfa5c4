import type * as z from 'zod'
import { SimulatorInputError } from './simulator-input-error.ts'

/** The most complaints named in one message; a file full of mistakes is not repeated in full. */
const mostComplaints = 5

/**
 * Checks a value from outside against a schema.
 *
 * @param name what the value is called in the message, such as a file's name
 * @throws SimulatorInputError that names the places that are wrong
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const complaints = result.error.issues
    .slice(0, mostComplaints)
    .map(({ path, message }) => `${path.length === 0 ? 'the whole' : path.join('.')}: ${message}`)
  const more = result.error.issues.length - complaints.length
  throw new SimulatorInputError(`${name}: ${complaints.join('; ')}${more > 0 ? `; and ${more} more` : ''}`)
}

/**
 * Reads JSON text and checks it against a schema.
 *
 * @throws SimulatorInputError when the text is not JSON or does not fit
 */
export function parseInputText<Schema extends z.ZodType>(schema: Schema, text: string, name: string): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new SimulatorInputError(`${name}: this is not JSON`)
  }
  return parseInput(schema, value, name)
}
