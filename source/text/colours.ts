import { lookCodes, type Theme, type Tone } from './theme.ts'

/** Gives a text the look of a tone, or returns it as it is where colour is off. */
export type Paint = (tone: Tone, text: string) => string

/** No colour: for pipes, files and everybody who asked for none. */
export const noPaint: Paint = (_tone, text) => text

/** Paints with the looks of a theme. */
export function paintWith(theme: Theme): Paint {
  return (tone, text) => {
    const codes = lookCodes(theme[tone])
    return codes === '' ? text : `\u001b[${codes}m${text}\u001b[0m`
  }
}
