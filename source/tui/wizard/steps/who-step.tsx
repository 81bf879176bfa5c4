import { useEffect, useState } from 'react'
import type { DirectoryGroup } from '../../../sync/directory.ts'
import { useApp } from '../../app-context.ts'
import { ProblemBox } from '../../components/messages/problem-box.tsx'
import { ProgressView } from '../../components/messages/progress-view.tsx'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTask } from '../../hooks/use-task.ts'
import { StepFrame } from '../step-frame.tsx'
import { ChooseWho } from '../who/choose-who.tsx'

/** Step 5: who becomes a user of the archive: groups, organizational units, and who is left out. */
export function WhoStep() {
  return (
    <StepFrame
      step="groups"
      about="Choose whose mail is archived. Tab switches between groups, units and exclusions. Choose nothing to include everyone."
    >
      <Who />
    </StepFrame>
  )
}

function Who() {
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
  if (groups !== null) return <ChooseWho groups={groups} />
  const progress = task.state === 'running' ? task.progress : null
  return <ProgressView title="Fetching the groups" progress={progress} note="Esc goes back." />
}
