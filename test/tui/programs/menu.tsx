import { writeFileSync } from 'node:fs'
import { Box, render, Text, useInput } from 'ink'
import SelectInput from 'ink-select-input'
import TextInput from 'ink-text-input'
import { useState } from 'react'
import { decideCapabilities } from '../../../source/tui/terminal/capabilities.ts'
import { openTerminal, type TerminalSession } from '../../../source/tui/terminal/terminal-session.ts'

/** A menu and a field of Ink's family on the terminal layer: the ground for tests of that layer alone. */
function Program({ session, quit }: { session: TerminalSession; quit: (line: string) => void }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [isField, setIsField] = useState(process.argv.includes('--field'))
  session.input.fieldWants = () => (isField ? true : null)
  useInput(() => {
    const key = session.input.currentKey
    if (key?.ctrl && key.text === 'c') quit('left by Ctrl-C')
    if (key?.ctrl && key.text === 'z') session.suspend()
    if (key?.ctrl && key.text === 'x') throw new Error('a bug')
    if (key?.name === 'tab') setIsField(!isField)
    if (key?.text === 'q' && !isField) quit('left by q')
  })
  const items = ['one', 'two', 'three', 'four', 'five'].map((label) => ({ label, value: label }))
  return (
    <Box flexDirection="column">
      <Text>{isField ? 'field' : 'menu'}</Text>
      <SelectInput items={items} isFocused={!isField} onSelect={(item) => setChosen([...chosen, item.value])} />
      <TextInput value={text} focus={isField} onChange={setText} onSubmit={() => setChosen([...chosen, text])} />
      <Text>
        chosen {chosen.length}: {chosen.at(-1) ?? '-'}
      </Text>
    </Box>
  )
}

// The test ends this very process, not the shell around it.
if (process.env.PID_FILE) writeFileSync(process.env.PID_FILE, String(process.pid))

const capabilities = decideCapabilities({
  inputIsTerminal: process.stdin.isTTY,
  outputIsTerminal: process.stdout.isTTY,
  environment: process.env,
  flags: { ascii: false, colour: true },
})
const session = openTerminal(capabilities, (signal) => {
  session.close()
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})
const quit = (line: string): void => {
  instance.unmount()
  session.close()
  process.stdout.write(`${line}\n`)
}
const instance = render(<Program session={session} quit={quit} />, {
  stdin: session.input as unknown as NodeJS.ReadStream,
  stdout: session.output as unknown as NodeJS.WriteStream,
  debug: true,
  exitOnCtrlC: false,
  patchConsole: false,
})
session.input.connect(() => instance.waitUntilRenderFlush())
