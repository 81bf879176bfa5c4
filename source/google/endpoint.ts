/** Where Google is: Google itself, or a server on loopback that stands in for it. */
export type GoogleEndpoint = {
  /** Null: Google's own hosts over TLS. Otherwise an origin on loopback, such as `http://127.0.0.1:4100`. */
  origin: string | null
}
