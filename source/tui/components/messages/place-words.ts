import { grouped } from '../../../text/numbers.ts'
/** A place in a list, or a part of it: `1,234 of 10,000`. */
export function placeWords(place: number, count: number): string {
  return `${grouped(place)} of ${grouped(count)}`
}
