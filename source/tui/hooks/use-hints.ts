import { createContext, useContext, useEffect } from 'react'
import type { Hint } from '../components/frame/key-hints.ts'

/** The keys that work, and whether `?` opens the help among them: in a text field it is a letter. */
export type ShownHints = { hints: readonly Hint[]; hasHelp: boolean }

/** Puts hints into the footer in place of those that are there; returns how to take them away. */
export type ShowHints = (shown: ShownHints) => () => void

/** Provided by the frame of the screen. */
export const HintsContext = createContext<ShowHints>(() => () => undefined)

/**
 * Shows the keys that work while this part has the keys, such as an open field. The last part that came goes first.
 * @param hints the same array each time; null while the part leaves the keys to others
 */
export function useHints(hints: readonly Hint[] | null, { hasHelp = false } = {}): void {
  const show = useContext(HintsContext)
  useEffect(() => (hints === null ? undefined : show({ hints, hasHelp })), [show, hints, hasHelp])
}

/** Says that Esc does this while a part takes it before the screen does; returns how to take that back. */
export type SayEscape = (does: string) => () => void

/** Provided by the frame of the screen. */
export const EscapeContext = createContext<SayEscape>(() => () => undefined)

/** Says in the footer and the help what Esc does while this part takes it; null while the part leaves it to the screen. */
export function useEscapeHint(does: string | null): void {
  const say = useContext(EscapeContext)
  useEffect(() => (does === null ? undefined : say(does)), [say, does])
}
