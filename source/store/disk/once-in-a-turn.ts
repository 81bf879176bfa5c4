/**
 * Makes a question to the disk that is asked once for all requests that arrived together. A request that is sent after
 * something was written arrives in a later turn of the event loop, so it sees what was written.
 */
export function onceInATurn<Answer>(ask: () => Answer): () => Answer {
  let known: { answer: Answer } | null = null
  const forget = (): void => {
    known = null
  }
  return () => {
    if (known === null) {
      known = { answer: ask() }
      setImmediate(forget)
    }
    return known.answer
  }
}
