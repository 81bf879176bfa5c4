import { createContext, useContext } from 'react'

/** A number of columns and rows. */
export type Space = { columns: number; rows: number }

/** The room a component may fill: the window less one row at the root, the body inside a frame. */
export const SpaceContext = createContext<Space>({ columns: 80, rows: 23 })

/** The room this component may fill. */
export function useSpace(): Space {
  return useContext(SpaceContext)
}
