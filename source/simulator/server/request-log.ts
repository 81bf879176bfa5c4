/** One request, as it was answered. */
export type RequestLogEntry = {
  method: string
  path: string
  /** The query parameters, decoded. */
  query: Record<string, string>
  /** 0 where nothing was answered: a broken or a hanging connection. */
  status: number
  /** What was called, such as `users.list`, `token`, `oidc.certs`; null for a path that no API has. */
  call: string | null
  /** From the arrival to the answer. */
  milliseconds: number
}
