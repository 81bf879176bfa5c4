/** What became of a piece of work: its value, or what it threw. */
export type Outcome<Value> = { value: Value } | { problem: unknown }

/** Waits for a piece of work, whatever becomes of it. */
export async function settle<Value>(work: Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { value: await work }
  } catch (problem) {
    return { problem }
  }
}
