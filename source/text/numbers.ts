/** Writes a number as people read it: `3,000`. For commands and data, which take no commas, use the number itself. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Writes how many there are of something: `1 user`, `3,000 users`, `2 people`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}
