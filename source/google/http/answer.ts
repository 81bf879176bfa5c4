/** An answer over HTTP, whatever its status. */
export type Answer = {
  status: number
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  body: string
}
