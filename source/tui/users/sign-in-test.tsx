import { Box } from 'ink'
import { useEffect, useRef, useState } from 'react'
import type { AuthenticationResult } from '../../operations/sign-in/test-authentication.ts'
import type { User } from '../../sync/user.ts'
import type { Problem } from '../../text/problem.ts'
import { safeText } from '../../text/safe-text.ts'
import { truncate } from '../../text/width/fit.ts'
import { wrap } from '../../text/width/wrap.ts'
import { authenticationText } from '../../views/authentication.ts'
import { useApp } from '../app-context.ts'
import { fieldRows, TextField } from '../components/form/text-field.tsx'
import { Lines } from '../components/frame/lines.tsx'
import { ScrollPane } from '../components/frame/scroll-pane.tsx'
import { ProblemBox } from '../components/messages/problem-box.tsx'
import { screenRemedy } from '../components/messages/screen-remedy.ts'
import { useActions } from '../hooks/use-actions.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import { useTask } from '../hooks/use-task.ts'

/** Proves that a user can sign in: shows the address to open, and takes the one that the browser was sent to. */
export function SignInTest({ user }: { user: User }) {
  const app = useApp()
  const { columns, rows } = useSpace()
  const { glyphs, copy } = useInterface()
  const task = useTask<AuthenticationResult>(app.onBusy)
  const [address, setAddress] = useState('')
  const [pasted, setPasted] = useState('')
  const [wrong, setWrong] = useState<Problem | null>(null)
  const answer = useRef<(text: string) => void>(() => undefined)
  const { start } = task
  const { services } = app
  useEffect(() => {
    start((tools) =>
      services.testAuthentication(tools, user.userName, setAddress, (problem) => {
        setWrong(problem)
        return new Promise((resolve) => {
          answer.current = resolve
        })
      }),
    )
  }, [start, services, user.userName])
  const copyAddress = (): void => {
    copy(address)
    app.say('Copied the address (if your terminal supports it).')
  }
  useActions([{ keys: 'copyAddress', does: 'copy the address', run: copyAddress, when: address !== '' }], {
    layer: 'part',
  })
  if (task.state === 'done') {
    return <ScrollPane lines={authenticationText(task.value).split('\n')} columns={columns} height={rows} />
  }
  if (task.state === 'failed') return <ProblemBox error={task.error} columns={columns} height={rows} />
  const heading = `Open this address in any browser and sign in as ${safeText(user.userName)} (Ctrl-Y copies it):`
  const wrongText = wrong === null ? '' : wrongPaste(wrong, glyphs.failed)
  // The field and what was wrong come first, then the address; in a low window the words around them give way.
  const free = rows - fieldRows(pasted, columns) - 1
  const said = wrongText === '' ? [] : wrap(wrongText, columns, 2).slice(0, Math.max(1, Math.min(5, free - 2)))
  const room = Math.max(1, free - said.length)
  const wholeHeading = wrap(heading, columns)
  const above =
    wholeHeading.length < room ? wholeHeading : [truncate(heading, columns, glyphs.ellipsis)].slice(0, room - 1)
  const shownAddress = wrap(address, columns).slice(0, room - above.length)
  const hasBlank = above.length + shownAddress.length < room
  const prompt = truncate('Then paste the address that the browser was sent to:', columns, glyphs.ellipsis)
  return (
    <Box flexDirection="column">
      <Lines
        lines={[...above, ...shownAddress, ...(hasBlank ? [''] : []), [{ text: prompt, bold: true }]]}
        columns={columns}
      />
      <TextField
        value={pasted}
        onChange={setPasted}
        onSubmit={(text) => {
          setPasted('')
          answer.current(text)
        }}
        submits="check"
        columns={columns}
      />
      <Lines lines={said} columns={columns} />
    </Box>
  )
}

/** What was wrong with the pasted address, what the right one begins with, and what to do. */
function wrongPaste(problem: Problem, mark: string): string {
  const { title, facts } = problem
  const { redirectUri } = facts
  const expected = redirectUri === undefined ? [] : [`  Expected: ${safeText(redirectUri)}?...`]
  return [`${mark} ${safeText(title)}.`, ...expected, `  ${safeText(screenRemedy(problem))}`].join('\n')
}
