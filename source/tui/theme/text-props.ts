import type { TextProps } from 'ink'
import type { Look } from '../../text/theme.ts'

/** A look as Ink's `Text` takes it. */
export function textProps({ colour, background, bold, dim, inverse, underline }: Look): Omit<TextProps, 'children'> {
  return {
    bold: bold ?? false,
    dimColor: dim ?? false,
    inverse: inverse ?? false,
    underline: underline ?? false,
    ...(colour === undefined ? {} : { color: colour }),
    ...(background === undefined ? {} : { backgroundColor: background }),
  }
}
