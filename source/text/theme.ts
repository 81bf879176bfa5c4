/** What a text means. How that looks is decided in this file and nowhere else, on the screen and in printed text. */
export type Tone =
  | 'accent'
  | 'success'
  | 'warning'
  | 'danger'
  | 'dim'
  | 'strong'
  /** The bar across the row at the cursor. */
  | 'selection'
  /** What a filter found. */
  | 'match'
  /** An input field, with its edge. */
  | 'field'

/** The colours that are used: of the sixteen every terminal has, so that the person's own palette applies. */
export type Colour = 'black' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'white'

/** How a text looks. */
export type Look = {
  colour?: Colour
  background?: Colour
  bold?: boolean
  dim?: boolean
  inverse?: boolean
  underline?: boolean
}

/** The look of each tone. */
export type Theme = Readonly<Record<Tone, Look>>

const shared = { dim: { dim: true }, strong: { bold: true }, match: { underline: true }, field: { underline: true } }

/** The themes. Every tone but `selection` and `match` only stresses what a word or a mark says too. */
export const themes = {
  dark: {
    ...shared,
    accent: { colour: 'cyan' },
    success: { colour: 'green' },
    warning: { colour: 'yellow' },
    danger: { colour: 'red' },
    selection: { colour: 'black', background: 'cyan' },
  },
  // Yellow and cyan are too bright for a white ground.
  light: {
    ...shared,
    accent: { colour: 'blue' },
    success: { colour: 'green' },
    warning: { colour: 'magenta' },
    danger: { colour: 'red' },
    selection: { colour: 'white', background: 'blue' },
  },
  none: {
    ...shared,
    accent: { bold: true },
    success: {},
    warning: { bold: true },
    danger: { bold: true },
    selection: { inverse: true },
  },
} as const satisfies Readonly<Record<string, Theme>>

/**
 * The theme for a terminal: none without colours, otherwise the one that `ROLLCALL_THEME` names, or that fits the
 * background which rxvt, Konsole and others tell in `COLORFGBG` (`15;0`: the last number is the background's colour).
 */
export function themeFor(hasColours: boolean, environment: Readonly<Record<string, string | undefined>>): Theme {
  if (!hasColours) return themes.none
  const { ROLLCALL_THEME: wanted = '', COLORFGBG: told = '' } = environment
  if (wanted === 'dark' || wanted === 'light' || wanted === 'none') return themes[wanted]
  const background = Number(told.split(';').at(-1) || 0)
  return background === 7 || background === 15 ? themes.light : themes.dark
}

const foregrounds: Readonly<Record<Colour, number>> = {
  black: 30,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  white: 37,
}

/** The parameters of the control sequence (SGR) for a look: `1;36`; empty for the default one. */
export function lookCodes({ colour, background, bold, dim, inverse, underline }: Look): string {
  return [
    ...(bold ? [1] : []),
    ...(dim ? [2] : []),
    ...(underline ? [4] : []),
    ...(inverse ? [7] : []),
    ...(colour === undefined ? [] : [foregrounds[colour]]),
    ...(background === undefined ? [] : [foregrounds[background] + 10]),
  ].join(';')
}
