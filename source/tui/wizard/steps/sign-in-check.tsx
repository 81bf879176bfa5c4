import { Box } from 'ink'
import type { ConfiguredAuthentication } from '../../../operations/configure/configure-authentication.ts'
import { safeText } from '../../../text/safe-text.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { Lines } from '../../components/frame/lines.tsx'
import { CheckedStages } from '../../components/messages/checked-stages.tsx'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSignInCheck } from '../../hooks/use-sign-in-check.ts'
import { SpaceContext, useSpace } from '../../hooks/use-space.ts'
import type { Line } from '../../text/line.ts'
import { useWizard } from '../wizard-context.ts'

/** What a check with its first failure needs at least. */
const leastCheckRows = 6

/**
 * What Google's console still lacks, and whether browsers reach the address that was just saved. A failure keeps nobody
 * from going on: the service is most often started after the setup.
 */
export function SignInCheck({ saved }: { saved: ConfiguredAuthentication }) {
  const app = useApp()
  const wizard = useWizard()
  const { columns, rows } = useSpace()
  const { copy } = useInterface()
  const { stages, times, failure, isRunning, again } = useSignInCheck()
  const copyUri = (): void => {
    copy(saved.redirectUri)
    app.say('Copied the redirect URI (if your terminal supports it).')
  }
  useActions(
    [
      { keys: 'accept', does: wizard.isSingle ? 'back' : 'continue', run: wizard.next, rank: 'first' },
      { keys: 'r', does: 'retry', run: again, when: !isRunning },
      { keys: 'copyAddress', does: 'copy the redirect URI', run: copyUri, rank: 'late' },
    ],
    { layer: 'part' },
  )
  const whole = [...savedLines(saved, columns), '']
  const lines = whole.slice(0, Math.max(1, rows - leastCheckRows))
  const closing = isRunning || failure !== null ? '' : 'All checks passed. Press Enter to continue.'
  return (
    <Box flexDirection="column">
      <Lines lines={lines} columns={columns} />
      <SpaceContext.Provider value={{ columns, rows: Math.max(1, rows - lines.length) }}>
        <CheckedStages stages={stages} times={times} failure={failure} closing={closing} />
      </SpaceContext.Provider>
    </Box>
  )
}

/** What Google's console still lacks, with the address on lines of its own to be copied. */
function savedLines({ note, redirectUri }: ConfiguredAuthentication, columns: number): Line[] {
  const said = note === null ? 'Saved. Redirect URI to register:' : `! Saved. ${safeText(note)}`
  return [
    ...wrap(said, columns, 2).map((text): Line => [{ text, bold: true }]),
    ...wrap(`  ${safeText(redirectUri)}`, columns, 2),
    ...wrap('If a check fails, you can continue and fix it later: rollcall check --sign-in', columns),
  ]
}
