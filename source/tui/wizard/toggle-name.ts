/**
 * A list of names with one given or taken away. Names that stand alone push the others out, and are pushed out by them; a
 * list that would be empty becomes the one name that means nothing.
 */
export function toggleName<Name extends string>(
  names: readonly Name[],
  name: Name,
  alone: readonly Name[],
  nothing: Name,
): Name[] {
  if (names.includes(name)) {
    const rest = names.filter((other) => other !== name)
    return rest.length === 0 ? [nothing] : rest
  }
  if (alone.includes(name)) return [name]
  return [...names.filter((other) => !alone.includes(other)), name]
}
