import { useEffect, useMemo, useState } from 'react'
import type { DirectoryGroup } from '../../../sync/directory.ts'
import type { ChosenGroup } from '../../../sync/settings.ts'
import { safeText } from '../../../text/safe-text.ts'
import { useApp } from '../../app-context.ts'
import { type Choice, MultiSelect } from '../../components/list/multi-select.tsx'
import { ProblemBox } from '../../components/messages/problem-box.tsx'
import { ProgressView } from '../../components/messages/progress-view.tsx'
import { useKeys } from '../../hooks/use-keys.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTask } from '../../hooks/use-task.ts'
import { isLetter } from '../../keys/bindings.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'

/** Step 5: which groups' members become users of the archive. */
export function GroupsStep() {
  const hints = [
    { keys: 'Enter', does: 'go on' },
    { keys: 'Space', does: 'choose' },
    { keys: '/', does: 'filter' },
    { keys: 'c', does: 'chosen only' },
    { keys: 'Esc', does: 'back' },
    { keys: 'a', does: 'choose all that the filter has left' },
    { keys: 'n', does: 'choose none of them' },
    { keys: 'r', does: 'fetch the groups again' },
    { keys: 'q', does: 'quit' },
  ]
  return (
    <StepFrame
      step="groups"
      about="Members of the chosen groups become users of the archive, members of groups inside them too. No group chosen: everybody."
      hints={hints}
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
  useKeys(
    (key) => {
      if (!isLetter(key, 'r') || task.state === 'running') return false
      start((tools) => services.listGroups(tools))
      return true
    },
    { layer: 'screen' },
  )
  if (task.state === 'failed') return <ProblemBox error={task.error} columns={columns} height={rows} />
  if (task.state === 'done') return <ChooseGroups groups={task.value} />
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
      const note =
        directMembersCount === null
          ? ''
          : directMembersCount === 1
            ? '1 member'
            : `${directMembersCount.toLocaleString('en-US')} members`
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

  const accept = async (chosen: ReadonlySet<string>): Promise<void> => {
    const kept: ChosenGroup[] = [...missing, ...groups]
      .filter(({ id }) => chosen.has(id))
      .map(({ id, email, name }) => ({ id, email, name }))
    await app.services.saveSettings({ groups: kept })
    await app.refresh()
    wizard.next()
  }
  return (
    <MultiSelect
      choices={choices}
      initial={initial}
      noneMeans="everybody in the organization."
      onChange={(chosen) => wizard.enter('groups', [...chosen].join('\n'))}
      onAccept={(chosen) => app.hold(accept(chosen).catch((error: unknown) => app.fail(error)))}
    />
  )
}
