import { useEffect, useState } from 'react'
import { type KnownPeople, previewScope, type ScopePreview } from '../../../sync/scope/preview.ts'
import type { SyncSettings } from '../../../sync/settings.ts'

/** Who would be in scope now, and who would have been before the last choice. */
export type Preview = { now: ScopePreview; before: ScopePreview | null }

/**
 * Says who would be in scope, after the frame that shows the choice itself: a key never waits for the count.
 *
 * @param settings the same object until something else is chosen
 * @returns null until it is known for the first time
 */
export function usePreview(known: KnownPeople, settings: SyncSettings): Preview | null {
  const [preview, setPreview] = useState<(Preview & { of: SyncSettings }) | null>(null)
  useEffect(() => {
    const timer = setImmediate(() => {
      const now = previewScope(known, settings)
      setPreview((last) => {
        if (last === null) return { of: settings, now, before: null }
        // The same choice, of which more is known now.
        if (last.of === settings) return { ...last, now }
        return { of: settings, now, before: last.now.state === 'counted' ? last.now : last.before }
      })
    })
    return () => clearImmediate(timer)
  }, [known, settings])
  return preview
}
