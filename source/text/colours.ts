const codes = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, dim: 2, bold: 1 } as const

/** Wraps text in a terminal's colour, or returns it as it is where colour is off. */
export type Paint = (colour: keyof typeof codes, text: string) => string

/** No colour: for pipes, files and everybody who asked for none. */
export const noPaint: Paint = (_colour, text) => text

/** The sixteen colours of every terminal, so that the admin's own theme applies. */
export const ansiPaint: Paint = (colour, text) => `\u001b[${codes[colour]}m${text}\u001b[0m`
