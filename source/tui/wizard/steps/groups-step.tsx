import { Box } from 'ink'
import { useEffect, useMemo, useState } from 'react'
import type { DirectoryGroup } from '../../../sync/directory.ts'
import type { ChosenGroup } from '../../../sync/settings.ts'
import { counted } from '../../../text/numbers.ts'
import { safeText } from '../../../text/safe-text.ts'
import { useApp } from '../../app-context.ts'
import { type Choice, MultiSelect } from '../../components/list/multi-select.tsx'
import { Confirm } from '../../components/messages/confirm.tsx'
import { LeaveGuard } from '../../components/messages/leave-guard.tsx'
import { ProblemBox } from '../../components/messages/problem-box.tsx'
import { ProgressView } from '../../components/messages/progress-view.tsx'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTask } from '../../hooks/use-task.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'

/** Step 5: which groups' members become users of the archive. */
export function GroupsStep() {
  return (
    <StepFrame
      step="groups"
      about="Choose whose mail is archived. Nested groups count. Choose nothing to include everyone."
    >
      <Groups />
    </StepFrame>
  )
}

function Groups() {
  const app = useApp()
  const { columns, rows } = useSpace()
  const task = useTask<DirectoryGroup[]>(app.onBusy)
  const { start } = task
  const { services } = app
  useEffect(() => start((tools) => services.listGroups(tools)), [start, services])
  // Those fetched before stay, with the cursor and the filter, until there are new ones.
  const [groups, setGroups] = useState<readonly DirectoryGroup[] | null>(null)
  const fetched = task.state === 'done' ? task.value : null
  useEffect(() => {
    if (fetched !== null) setGroups(fetched)
  }, [fetched])
  const fetchAgain = (): void => {
    app.say('Fetching the groups again.')
    start((tools) => services.listGroups(tools))
  }
  useActions(
    [
      {
        keys: 'r',
        does: task.state === 'failed' ? 'retry' : 'refresh',
        run: fetchAgain,
        when: task.state === 'done' || task.state === 'failed',
        rank: 'late',
      },
    ],
    { layer: 'screen' },
  )
  if (task.state === 'failed') return <ProblemBox error={task.error} columns={columns} height={rows} />
  if (groups !== null) return <ChooseGroups groups={groups} />
  const progress = task.state === 'running' ? task.progress : null
  return <ProgressView title="Fetching the groups" progress={progress} note="Esc goes back." />
}

function ChooseGroups({ groups }: { groups: readonly DirectoryGroup[] }) {
  const app = useApp()
  const wizard = useWizard()
  const known = useMemo(() => new Map(groups.map((group) => [group.id, group])), [groups])
  // What was chosen when the screen opened; the draft that this screen writes must not reorder it.
  const [draft] = useState(wizard.draft.entered.groups)
  const [saved] = useState(app.home.settings.groups)
  // A chosen group that Google no longer lists is shown too, so that it can be taken away and is never lost silently.
  const missing = useMemo(() => saved.filter(({ id }) => !known.has(id)), [saved, known])
  const choices = useMemo<Choice[]>(() => {
    const listed = groups.map(({ id, name, email, directMembersCount }) => {
      const note = directMembersCount === null ? '' : counted(directMembersCount, 'member')
      return { id, label: safeText(name), about: safeText(email), note }
    })
    const gone = missing.map(({ id, name, email }) => {
      return { id, label: safeText(name), about: `${safeText(email)} (gone)`, note: '' }
    })
    return [...gone, ...listed]
  }, [groups, missing])
  const initial = useMemo(() => {
    const ids = draft === undefined ? saved.map(({ id }) => id) : draft.split('\n').filter((id) => id !== '')
    return new Set(ids)
  }, [draft, saved])

  const [asking, setAsking] = useState<ReadonlySet<string> | null>(null)
  const [isChanged, setIsChanged] = useState(false)
  const { columns } = useSpace()
  const save = async (chosen: ReadonlySet<string>): Promise<void> => {
    const kept: ChosenGroup[] = [...missing, ...groups]
      .filter(({ id }) => chosen.has(id))
      .map(({ id, email, name }) => ({ id, email, name }))
    await app.services.saveSettings({ groups: kept })
    await app.refresh()
    wizard.next()
  }
  /** No group means everybody, which is asked for where there were groups before. */
  const accept = (chosen: ReadonlySet<string>): void => {
    if (chosen.size === 0 && saved.length > 0) setAsking(chosen)
    else app.hold(save(chosen).catch(app.fail))
  }
  const change = (chosen: ReadonlySet<string>): void => {
    setIsChanged(true)
    if (chosen.size === 0) app.say('No group selected now: everyone in the organization gets an archive.')
    wizard.enter('groups', [...chosen].join('\n'))
  }
  return (
    <LeaveGuard isChanged={wizard.isSingle && isChanged && asking === null} onLeave={wizard.back}>
      {asking !== null && (
        <Confirm
          question={{
            sentence: 'No group selected: everyone in the organization gets an archive, not only group members.',
            verb: 'include everybody',
            typed: null,
          }}
          columns={columns}
          onConfirm={() => app.hold(save(asking).catch(app.fail))}
          onCancel={() => setAsking(null)}
        />
      )}
      <Box display={asking === null ? 'flex' : 'none'}>
        <MultiSelect
          choices={choices}
          initial={initial}
          accepts={wizard.accepts}
          noneMeans="everyone in the organization."
          onChange={change}
          onAccept={accept}
          isActive={asking === null}
        />
      </Box>
    </LeaveGuard>
  )
}
