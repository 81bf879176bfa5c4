import { useEffect, useMemo } from 'react'
import type { Progress } from '../../operations/context.ts'
import { globFault, globLanguage } from '../../sync/globs/glob-words.ts'
import { splitGlobs } from '../../sync/globs/split-globs.ts'
import { countMatches } from '../../sync/scope/exclusions.ts'
import { asProblem } from '../../views/bug-problem.ts'
import { exclusionWords } from '../../views/exclusions.ts'
import { progressWords } from '../../views/progress-words.ts'
import { useApp } from '../app-context.ts'
import { useCountdown } from '../hooks/use-countdown.ts'
import { type TaskState, useTask } from '../hooks/use-task.ts'

/**
 * Says whom exclusions match: those that are saved, and while they are typed those that stand in the field, each on a line
 * of its own above the language of patterns. Everybody's addresses are fetched once, when they are needed first.
 *
 * @param typed what stands in the field; null while it is closed
 */
export function useExclusionMatches(saved: readonly string[], typed: string | null): string {
  const { services, onBusy } = useApp()
  const task = useTask<string[]>(onBusy)
  const { start, state } = task
  const progress = useCountdown(task.state === 'running' ? task.progress : null)
  const isNeeded = saved.length > 0 || typed !== null
  useEffect(() => {
    if (isNeeded && state === 'idle') start((tools) => services.listAddresses(tools))
  }, [isNeeded, state, start, services])
  const addresses = task.state === 'done' ? task.value : null
  const found = useMemo(() => {
    const globs = typed === null ? saved : splitGlobs(typed)
    const readable = globs.filter((glob) => globFault(glob) === null)
    return addresses === null
      ? []
      : countMatches(readable, addresses).map((counted) => exclusionWords(counted, addresses.length))
  }, [addresses, saved, typed])
  const counts = addresses === null ? [whyUncounted(task, progress)] : found
  if (typed === null)
    return saved.length === 0 ? 'People to skip, such as svc-* or *@lab.example.com' : counts.join(', ')
  return [...(typed.trim() === '' ? [] : counts), ...globLanguage].join('\n')
}

function whyUncounted(task: TaskState<string[]>, progress: Progress | null): string {
  if (task.state === 'failed') return `Rollcall can't count the matches: ${asProblem(task.error).title}.`
  return `Counting the matches. ${progress === null ? 'Connecting to Google' : progressWords(progress)}`
}
