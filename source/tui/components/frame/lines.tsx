import { Box, Text } from 'ink'
import { memo } from 'react'
import { safeText } from '../../../text/safe-text.ts'
import type { Theme } from '../../../text/theme.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { hyperlink } from '../../terminal/hyperlink.ts'
import { cutLine, isSameLine, type Line, type Segment, segmentsOf } from '../../text/line.ts'
import { textProps } from '../../theme/text-props.ts'

/**
 * Lines of text, each on a row of its own and cut at `columns`. A row is one text for Ink, so that wide and combining
 * characters cannot move what stands after them. Whatever a screen shows comes by here, so this is where text is made
 * safe; who lays text out by its width makes it safe before that, which changes nothing here.
 */
export function Lines({ lines, columns }: { lines: readonly Line[]; columns: number }) {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {placed(lines).map(({ item, place }) => (
        <Row key={place} line={item} columns={columns} />
      ))}
    </Box>
  )
}

type RowProps = { line: Line; columns: number }

const isSameRow = (one: RowProps, other: RowProps): boolean =>
  one.columns === other.columns && isSameLine(one.line, other.line)

/** Lines are made anew for each frame; those that look the same are not laid out again. */
const Row = memo(function Row({ line, columns }: RowProps) {
  const { hyperlinks, theme } = useInterface()
  const segments = segmentsOf(line).map((segment) => ({ ...segment, text: safeText(segment.text) }))
  if (typeof line === 'string' || line.length === 0) {
    return <Text wrap="truncate">{cutLine(segments, columns)[0]?.text || ' '}</Text>
  }
  return (
    <Text wrap="truncate">
      {placed(cutLine(segments, columns)).map(({ item, place }) => (
        <Piece key={place} segment={item} hyperlinks={hyperlinks} theme={theme} />
      ))}
    </Text>
  )
}, isSameRow)

type PieceProps = { segment: Segment; hyperlinks: boolean; theme: Theme }

function Piece({ segment, hyperlinks, theme }: PieceProps) {
  const text = segment.link === undefined ? segment.text : hyperlink(segment.text, segment.link, hyperlinks)
  const { bold = false, dim = false, inverse = false, tone } = segment
  if (!bold && !dim && !inverse && tone === undefined) return text
  const look = tone === undefined ? {} : theme[tone]
  return (
    <Text
      {...textProps({
        ...look,
        bold: bold || look.bold === true,
        dim: dim || look.dim === true,
        inverse: inverse || look.inverse === true,
      })}
    >
      {text}
    </Text>
  )
}

/** Rows and pieces are known by their place on the screen and by nothing else. */
function placed<T>(items: readonly T[]): { item: T; place: number }[] {
  return items.map((item, place) => ({ item, place }))
}
