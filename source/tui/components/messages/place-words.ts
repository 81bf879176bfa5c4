/** A place in a list, or a part of it: `1,234 of 10,000`. */
export function placeWords(place: number, count: number): string {
  return `${place.toLocaleString('en-US')} of ${count.toLocaleString('en-US')}`
}
