import { InvalidArgumentError } from 'commander'

/** Reads a flag's value as a whole number from 0 on. For commander: throws InvalidArgumentError. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
