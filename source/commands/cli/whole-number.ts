import { InvalidArgumentError } from 'commander'

/** Reads a flag's value as a whole number. For commander: what is returned throws InvalidArgumentError. */
export function wholeNumber(minimum = 0, maximum = 999_999_999): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d{1,9}$/.test(text) && value >= minimum && value <= maximum) return value
    throw new InvalidArgumentError(
      maximum === 999_999_999
        ? `It must be a whole number${minimum === 0 ? '' : ` from ${minimum} on`}.`
        : `It must be a whole number from ${minimum} to ${maximum}.`,
    )
  }
}
