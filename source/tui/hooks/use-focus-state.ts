import { createContext, useContext } from 'react'

/** False under an overlay. Components of Ink's family read keys themselves and must be told. */
export const FocusContext = createContext(true)

/** Whether keys can reach this component. */
export function useFocusState(): boolean {
  return useContext(FocusContext)
}
