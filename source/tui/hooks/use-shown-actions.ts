import { useLayoutEffect, useState } from 'react'
import type { ShownAction } from '../keys/action.ts'
import { useInterface } from './use-interface.ts'

/**
 * What the keys do now, in the order of the footer. Heard before the frame is drawn in which it changes, so that no frame
 * tells what the keys did before.
 */
export function useShownActions(): readonly ShownAction[] {
  const { router } = useInterface()
  const [shown, setShown] = useState(router.shown)
  useLayoutEffect(() => {
    const take = (): void => setShown(router.shown())
    take()
    return router.subscribe(take)
  }, [router])
  return shown
}
