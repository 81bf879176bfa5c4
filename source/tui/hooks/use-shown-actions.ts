import { useSyncExternalStore } from 'react'
import type { ShownAction } from '../keys/action.ts'
import { useInterface } from './use-interface.ts'

/** What the keys do now, in the order of the footer. */
export function useShownActions(): readonly ShownAction[] {
  const { router } = useInterface()
  return useSyncExternalStore(router.subscribe, router.shown)
}
