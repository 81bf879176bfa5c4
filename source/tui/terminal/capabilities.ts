import { isDumbTerminal, readsUtf8 } from '../../environment/terminal.ts'
import { type Theme, themeFor } from '../../text/theme.ts'

/** What the flags of the command line and the environment say about the terminal. */
export type Capabilities = {
  /** Both standard input and output are terminals that can move a cursor: the full interface can run. */
  interactive: boolean
  /** The terminal reads UTF-8. */
  utf8: boolean
  /** Signs outside ASCII may be used for the interface's own marks. */
  unicode: boolean
  colours: boolean
  theme: Theme
  /** Cells can be erased in a colour by one short sequence (ECH), which spares the blanks of a bar. */
  erasesInColour: boolean
  /** The terminal turns OSC 8 into links. Elsewhere addresses are only shown in full. */
  hyperlinks: boolean
  /** The screen is inside tmux, which passes on what is wrapped for it. */
  tmux: boolean
  /** The terminal tells what the mouse does. */
  mouse: boolean
}

/** The facts that capabilities are decided from. */
export type TerminalFacts = {
  inputIsTerminal: boolean
  outputIsTerminal: boolean
  environment: Readonly<Record<string, string | undefined>>
  flags: { ascii: boolean; colour: boolean; mouse?: boolean | undefined }
}

/** Decides what the terminal can do. `CI` in the environment plays no part: a terminal is a terminal. */
export function decideCapabilities(facts: TerminalFacts): Capabilities {
  const { environment, flags } = facts
  const terminal = environment.TERM ?? ''
  const isDumb = isDumbTerminal(environment)
  const utf8 = readsUtf8(environment)
  const isConsole = terminal === 'linux' || /^vt\d/.test(terminal)
  const isOld = /^vt\d/.test(terminal)
  const colours = flags.colour && !environment.NO_COLOR && !isDumb && !isOld
  const isTmux = environment.TMUX !== undefined || terminal.startsWith('tmux')
  return {
    interactive: facts.inputIsTerminal && facts.outputIsTerminal && !isDumb,
    utf8,
    unicode: utf8 && !isConsole && !flags.ascii,
    colours,
    theme: themeFor(colours, environment),
    // Neither the first terminals nor GNU screen do; tmux does, and calls itself screen at times.
    erasesInColour: !isOld && (isTmux || !terminal.startsWith('screen')),
    hyperlinks: supportsHyperlinks(environment),
    tmux: isTmux,
    // tmux has a use of its own for the mouse, and consoles have none.
    mouse:
      flags.mouse ?? (!isTmux && /^(?:xterm|rxvt|alacritty|foot|kitty|wezterm|ghostty|konsole|vte|st-)/.test(terminal)),
  }
}

/** Terminals known to read OSC 8; most others ignore it, some print it. */
function supportsHyperlinks(environment: TerminalFacts['environment']): boolean {
  if (environment.TMUX !== undefined || (environment.TERM ?? '').startsWith('screen')) return false
  if (Number(environment.VTE_VERSION ?? 0) >= 5000) return true
  if (['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper'].includes(environment.TERM_PROGRAM ?? '')) return true
  return environment.KITTY_WINDOW_ID !== undefined || environment.WT_SESSION !== undefined
}
