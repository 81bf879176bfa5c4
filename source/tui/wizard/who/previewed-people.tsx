import { useEffect, useMemo } from 'react'
import { peopleOf } from '../../../sync/scope/people.ts'
import { type KnownPeople, scopeWhileChoosing, snapshotOf } from '../../../sync/scope/preview.ts'
import type { SyncSettings } from '../../../sync/settings.ts'
import { useApp } from '../../app-context.ts'
import { ProblemBox } from '../../components/messages/problem-box.tsx'
import { ProgressView } from '../../components/messages/progress-view.tsx'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTask } from '../../hooks/use-task.ts'
import type { PreviewedPeople as Previewed } from '../../services.ts'
import { PeopleList } from './people-list.tsx'

type PreviewedPeopleProps = { known: KnownPeople; settings: SyncSettings; onClose: () => void }

/** The names behind the count: from what is known already, or read as a synchronization would read it. */
export function PreviewedPeople({ known, settings, onClose }: PreviewedPeopleProps) {
  const { services, onBusy } = useApp()
  const { columns, rows } = useSpace()
  const task = useTask<Previewed>(onBusy)
  const { start } = task
  const here = useMemo(() => {
    const chosen = [...settings.groups, ...settings.excludedGroups]
    if (known.users === null || chosen.some(({ id }) => !known.groups.has(id))) return null
    const snapshot = snapshotOf(known, known.users)
    return peopleOf(snapshot, scopeWhileChoosing(snapshot, settings))
  }, [known, settings])
  const isKnown = here !== null
  useEffect(() => {
    if (isKnown) return
    const { groups, orgUnits, excludedGroups, excludedOrgUnits, exclusions } = settings
    const choice = { groups, orgUnits, excludedGroups, excludedOrgUnits, exclusions }
    start((tools) => services.previewPeople(tools, choice))
  }, [isKnown, start, services, settings])
  const people = here ?? (task.state === 'done' ? task.value.people : null)
  useActions([{ keys: 'back', does: 'back to the choice', run: onClose, when: people === null, rank: 'first' }], {
    layer: 'part',
  })
  if (people !== null) return <PeopleList people={people} onClose={onClose} />
  if (task.state === 'failed') return <ProblemBox error={task.error} columns={columns} height={rows} />
  const progress = task.state === 'running' ? task.progress : null
  return <ProgressView title="Reading who would be in" progress={progress} note="Esc goes back." />
}
