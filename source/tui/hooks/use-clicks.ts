import type { DOMElement } from 'ink'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import { useInterface } from './use-interface.ts'

/**
 * Tells of clicks on the rows of a box while it is active.
 *
 * @param onRow the row inside the box, from 0
 * @returns goes to the box
 */
export function useClicks(onRow: (row: number) => void, isActive: boolean): RefObject<DOMElement | null> {
  const box = useRef<DOMElement>(null)
  const latest = useRef(onRow)
  const { router } = useInterface()
  useLayoutEffect(() => {
    latest.current = onRow
  })
  useLayoutEffect(() => {
    if (!isActive) return
    return router.addClickable(({ row }) => {
      const place = placeOf(box.current)
      if (place === null || row < place.top || row >= place.top + place.height) return false
      latest.current(row - place.top)
      return true
    })
  }, [router, isActive])
  return box
}

/** Where a box is on the screen; null while it is not drawn. */
function placeOf(box: DOMElement | null): { top: number; height: number } | null {
  const own = box?.yogaNode
  if (box === null || own === undefined) return null
  let top = 0
  for (let node: DOMElement | undefined = box; node !== undefined; node = node.parentNode) {
    top += node.yogaNode?.getComputedTop() ?? 0
  }
  return { top, height: own.getComputedHeight() }
}
