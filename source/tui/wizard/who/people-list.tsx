import { Box } from 'ink'
import { useMemo } from 'react'
import type { Person } from '../../../sync/scope/people.ts'
import { counted } from '../../../text/numbers.ts'
import { safeText } from '../../../text/safe-text.ts'
import { scopeWords } from '../../../views/scope/scope-words.ts'
import { Lines } from '../../components/frame/lines.tsx'
import { useFilter } from '../../components/list/filter.tsx'
import { useList } from '../../components/list/use-list.ts'
import { placeWords } from '../../components/messages/place-words.ts'
import { Table, type TableColumn } from '../../components/table/table.tsx'
import { unsorted } from '../../components/table/table-sort.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { useTextSearch } from '../../hooks/use-text-search.ts'
import { filterWords } from '../../text/marked-matches.ts'

const columns: readonly TableColumn<Person>[] = [
  { title: 'Person', cell: ({ userName }) => safeText(userName), minimum: 12, yields: 0 },
  { title: 'Scope', cell: ({ inScope }) => (inScope ? 'in' : 'out'), minimum: 3, yields: 1 },
  { title: 'Why', cell: ({ reason }) => scopeWords(reason), minimum: 8, yields: 2 },
]

const textOf = ({ userName, fullName, inScope, reason }: Person): string =>
  `${userName} ${fullName} ${inScope ? 'in' : 'out'} ${scopeWords(reason)}`

/** Everybody who was read, those in scope first, each with the reason; `/` filters, Esc leads back. */
export function PeopleList({ people, onClose }: { people: readonly Person[]; onClose: () => void }) {
  const space = useSpace()
  useActions([{ keys: 'back', does: 'back to the choice', run: onClose, rank: 'first' }], { layer: 'part' })
  const rows = useMemo(
    () => [...people.filter(({ inScope }) => inScope), ...people.filter(({ inScope }) => !inScope)],
    [people],
  )
  const inScope = rows.findIndex((person) => !person.inScope)
  const count = inScope < 0 ? rows.length : inScope
  const search = useTextSearch(rows, textOf)
  const filter = useFilter((text) => placeWords(search.find(text).length, rows.length))
  const shown = search.find(filter.text)
  const height = Math.max(1, space.rows - 2 - (filter.line === null ? 0 : 1))
  const list = useList({ count: shown.length, height })
  const title = `${counted(count, 'person', 'people')} in, ${counted(rows.length - count, 'person', 'people')} left out`
  return (
    <Box flexDirection="column">
      <Lines lines={[[{ text: title, bold: true }]]} columns={space.columns} />
      {filter.line}
      <Table
        columns={columns}
        rows={shown}
        measured={rows}
        list={list}
        height={height}
        width={space.columns}
        sort={unsorted}
        words={filterWords(filter.text)}
        isActive
        onClick={list.moveTo}
      />
    </Box>
  )
}
