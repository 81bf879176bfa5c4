import { useApp } from '../app-context.ts'
import { CheckedStages } from '../components/messages/checked-stages.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useSignInCheck } from '../hooks/use-sign-in-check.ts'
import { ScreenFrame } from '../screens/screen-frame.tsx'

/** Whether people's browsers reach the sign-in, tried from this machine: name, port, certificate, registered address. */
export function SignInCheckScreen() {
  const app = useApp()
  const { stages, times, failure, isRunning, again } = useSignInCheck()
  useActions(
    [
      { keys: 'back', does: 'home', run: () => app.go({ screen: 'home' }) },
      { keys: 'r', does: 'retry', run: again, when: !isRunning },
    ],
    { layer: 'screen' },
  )
  return (
    <ScreenFrame
      heading={[{ text: 'Sign-in check', bold: true }]}
      about="Tries from this machine what people's browsers need. If a check fails, you'll see how to fix it."
    >
      <CheckedStages
        stages={stages}
        times={times}
        failure={failure}
        closing={isRunning || failure !== null ? '' : 'All checks passed.'}
      />
    </ScreenFrame>
  )
}
