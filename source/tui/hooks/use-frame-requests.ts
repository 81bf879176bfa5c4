import type { DOMElement } from 'ink'
import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { FrameWriter } from '../terminal/frame-writer.ts'

/**
 * Has Ink make a frame when the writer is about to send one, and not for each commit: React commits several times for one
 * key, and making a frame takes longer than all the rest.
 * @returns goes to the outermost box
 */
export function useFrameRequests(output: FrameWriter): RefObject<DOMElement | null> {
  const box = useRef<DOMElement>(null)
  useLayoutEffect(() => {
    let root = box.current
    while (root?.parentNode) root = root.parentNode
    const render = root?.onRender
    if (!root || render === undefined) return
    root.onRender = () => output.requestFrame(render)
    return () => {
      root.onRender = render
    }
  }, [output])
  return box
}
