import { Box } from 'ink'
import { type ReactNode, useState } from 'react'
import { useActions } from '../../hooks/use-actions.ts'
import { FocusContext, useFocusState } from '../../hooks/use-focus-state.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { Confirm } from './confirm.tsx'

type LeaveGuardProps = {
  /** Something was entered here that leaving would lose. */
  isChanged: boolean
  onLeave: () => void
  children: ReactNode
}

/** Asks before Esc leaves what was changed and not saved. What is entered stays while it asks. */
export function LeaveGuard({ isChanged, onLeave, children }: LeaveGuardProps) {
  const { columns } = useSpace()
  const [asks, setAsks] = useState(false)
  const hasFocus = useFocusState()
  return (
    <>
      <LeaveKey isChanged={isChanged} onLeave={() => setAsks(true)} />
      {asks && (
        <Confirm
          question={{ sentence: 'Discard your changes? They are not saved.', verb: 'discard', typed: null }}
          columns={columns}
          onConfirm={onLeave}
          onCancel={() => setAsks(false)}
        />
      )}
      <Box display={asks ? 'none' : 'flex'} flexDirection="column">
        <FocusContext.Provider value={hasFocus && !asks}>{children}</FocusContext.Provider>
      </Box>
    </>
  )
}

/** Comes before what it guards, whose own Esc, such as that of a filter, goes first. */
function LeaveKey({ isChanged, onLeave }: { isChanged: boolean; onLeave: () => void }) {
  useActions([{ keys: 'back', does: 'discard', run: onLeave, when: isChanged }], { layer: 'part' })
  return null
}
