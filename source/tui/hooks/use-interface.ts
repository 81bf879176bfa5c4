import { createContext, useContext } from 'react'
import type { Theme } from '../../text/theme.ts'
import type { KeyRouter } from '../keys/key-router.ts'
import type { Key } from '../terminal/key.ts'
import type { Glyphs } from '../theme/glyphs.ts'

/** What every component may ask of the interface around it. */
export type Interface = {
  glyphs: Glyphs
  theme: Theme
  /** Addresses become links in the terminal. */
  hyperlinks: boolean
  router: KeyRouter
  /** Puts text into the clipboard of the machine in front of the person. */
  copy: (text: string) => void
  /** Has these keys handled before all that wait. */
  putFirst: (keys: readonly Key[]) => void
}

/** Provided by the root. */
export const InterfaceContext = createContext<Interface | null>(null)

/** The interface around this component. */
export function useInterface(): Interface {
  const value = useContext(InterfaceContext)
  if (value === null) throw new Error('A component stands outside the interface.')
  return value
}
