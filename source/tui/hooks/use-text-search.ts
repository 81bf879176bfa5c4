import { useEffect, useMemo } from 'react'
import { createTextSearch, type TextSearch } from '../components/list/text-search.ts'

/** A search over rows, made ready while nobody types. `textOf` must be the same function each time. */
export function useTextSearch<T>(rows: readonly T[], textOf: (row: T) => string): TextSearch<T> {
  const search = useMemo(() => createTextSearch(rows, textOf), [rows, textOf])
  useEffect(() => {
    let next = setImmediate(prepare)
    function prepare(): void {
      if (search.prepareSome()) next = setImmediate(prepare)
    }
    return () => clearImmediate(next)
  }, [search])
  return search
}
