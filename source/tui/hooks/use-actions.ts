import { useLayoutEffect, useRef } from 'react'
import type { Action } from '../keys/action.ts'
import type { Keyboard, Layer } from '../keys/key-router.ts'
import { useInterface } from './use-interface.ts'

type Options = {
  layer: Layer
  isActive?: boolean
} & Omit<Keyboard, 'actions'>

/** What keys do at this place while it is active. The doing sees the state of the last commit. */
export function useActions(actions: readonly Action[], { layer, isActive = true, ...more }: Options): void {
  const { router } = useInterface()
  const latest = useRef<Keyboard>({ actions, ...more })
  const said = JSON.stringify([actions.map(({ keys, does, when }) => [keys, does, when]), more.rest?.does])
  const told = useRef(said)
  useLayoutEffect(() => {
    latest.current = { actions, ...more }
    if (isActive && told.current !== said) router.changed()
    told.current = said
  })
  useLayoutEffect(
    () => (isActive ? router.add({ layer, keyboard: () => latest.current }) : undefined),
    [router, layer, isActive],
  )
}
