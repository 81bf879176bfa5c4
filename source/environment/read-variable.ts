/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A variable that is set, with the spelling in which it was found. */
export type Variable = { name: string; value: string }

/** The first of the names that is set; an empty value counts as unset, as in curl and in the XDG specification. */
export function readVariable(environment: Environment, names: readonly string[]): Variable | null {
  for (const name of names) {
    const value = environment[name]
    if (value !== undefined && value !== '') return { name, value }
  }
  return null
}
