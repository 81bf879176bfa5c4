import xterm from '@xterm/headless'
import test from 'ava'
import fc from 'fast-check'
import { parseLine } from '../../../source/tui/terminal/cells.ts'
import { difference } from '../../../source/tui/terminal/frame-difference.ts'

const columns = 20

/** What a terminal shows after the lines have been drawn one after the other in its first row. */
async function shown(...lines: string[]): Promise<string> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 2, allowProposedApi: true })
  let before = parseLine('', columns)
  for (const line of lines) {
    const after = parseLine(line, columns)
    await new Promise<void>((done) => terminal.write(difference([before], [after], columns, null), done))
    before = after
  }
  const text = terminal.buffer.active.getLine(0)?.translateToString(true).trimEnd() ?? ''
  terminal.dispose()
  return text
}

test('a line drawn over another looks like the line drawn alone', async (t) => {
  const line = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '漢', '字', 'é'), maxLength: columns })
  const looksAlike = fc.asyncProperty(line, line, async (first, second) => {
    return (await shown(first, second)) === (await shown(second))
  })
  await t.notThrowsAsync(fc.assert(looksAlike))
})

test('a character of four columns gives way as a whole, and what follows it keeps its column', async (t) => {
  t.is(await shown('क्ष्म्य|', 'ab  |'), 'ab  |')
  t.is((await shown('abcd|', 'क्ष्म्य|')).indexOf('|'), (await shown('क्ष्म्य|')).indexOf('|'))
  t.is(
    parseLine('क्ष्म्य|', columns).findIndex(({ text }) => text === '|'),
    4,
  )
})
