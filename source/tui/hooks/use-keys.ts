import { useEffect, useRef } from 'react'
import type { KeyHandler, Layer } from '../keys/key-router.ts'
import type { Key } from '../terminal/key.ts'
import { useInterface } from './use-interface.ts'

type Options = {
  layer: Layer
  /** Which keys Ink's own component here is to see while it is the topmost: see `KeyEntry`. */
  wants?: (key: Key) => boolean | null
  isActive?: boolean
}

/** Handles keys at a place. The handler always sees the state of the last commit. */
export function useKeys(handle: KeyHandler, { layer, wants, isActive = true }: Options): void {
  const { router } = useInterface()
  const latest = useRef({ handle, wants })
  useEffect(() => {
    latest.current = { handle, wants }
  })
  const isField = wants !== undefined
  useEffect(() => {
    if (!isActive) return
    const fieldPart = isField ? { wants: (key: Key) => latest.current.wants?.(key) ?? null } : {}
    return router.add({ layer, handle: (key) => latest.current.handle(key), ...fieldPart })
  }, [router, layer, isField, isActive])
}
