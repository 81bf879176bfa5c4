import { useEffect, useState } from 'react'
import type { FrameWriter } from '../terminal/frame-writer.ts'
import type { Space } from './use-space.ts'

/** The size of the window, as it is now. */
export function useWindowSize(output: FrameWriter): Space {
  const [size, setSize] = useState({ columns: output.columns, rows: output.rows })
  useEffect(() => {
    const take = (): void => setSize({ columns: output.columns, rows: output.rows })
    output.on('resize', take)
    return () => {
      output.off('resize', take)
    }
  }, [output])
  return size
}
