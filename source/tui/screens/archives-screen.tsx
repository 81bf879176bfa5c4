import { useCallback, useEffect, useState } from 'react'
import type { OwnedArchive } from '../../operations/archives/list-archives.ts'
import { counted, grouped } from '../../text/numbers.ts'
import { safeText } from '../../text/safe-text.ts'
import { sizeWords } from '../../text/sizes.ts'
import { cutAddress } from '../../text/width/cut-address.ts'
import { ownerWords } from '../../views/archives.ts'
import { useApp } from '../app-context.ts'
import { Picker } from '../components/form/picker.tsx'
import type { PickerItem } from '../components/form/picker-state.ts'
import { RecordTable } from '../components/table/record-table.tsx'
import type { TableColumn } from '../components/table/table.tsx'
import { useActions } from '../hooks/use-actions.ts'
import { useSpace } from '../hooks/use-space.ts'
import { tellDone } from '../tell-done.ts'
import { ScreenFrame } from './screen-frame.tsx'

const columns: readonly TableColumn<OwnedArchive>[] = [
  {
    title: 'Archive',
    cell: (one) => safeText(one.archive ?? one.folder),
    cut: cutAddress,
    minimum: 16,
    yields: 0,
    weight: 2,
  },
  {
    title: 'Messages',
    cell: ({ messages }) => grouped(messages),
    sortKey: ({ messages }) => messages,
    isNumber: true,
    minimum: 8,
    yields: 2,
  },
  {
    title: 'Size',
    cell: ({ bytes }) => sizeWords(bytes),
    sortKey: ({ bytes }) => bytes,
    isNumber: true,
    minimum: 8,
    yields: 3,
  },
  {
    title: 'User',
    cell: (one) => (one.owner === null ? `! ${ownerWords(one)}` : ownerWords(one)),
    cut: cutAddress,
    minimum: 8,
    yields: 1,
  },
]
const textOf = ({ folder, archive, owner }: OwnedArchive): string => `${archive ?? folder} ${owner ?? 'nobody'}`

/** The archive folders, those without a user first, which can be given to one. */
export function ArchivesScreen() {
  const app = useApp()
  const [archives, setArchives] = useState<readonly OwnedArchive[] | null>(null)
  const [giving, setGiving] = useState<string | null>(null)
  const { services, fail } = app
  const load = useCallback(
    () => services.listArchives().then((found) => setArchives(unownedFirst(found)), fail),
    [services, fail],
  )
  const { hold } = app
  useEffect(() => hold(load()), [load, hold])
  useActions([{ keys: 'back', does: 'home', run: () => app.go({ screen: 'home' }) }], {
    layer: 'screen',
    isActive: giving === null,
  })
  return (
    <ScreenFrame
      heading={[{ text: 'Archives', bold: true }, { text: archives === null ? '' : `   ${countWords(archives)}` }]}
      about="Each user has an archive. Archives without a user hold mail of people who left. You can give them to somebody."
      canQuit={giving === null}
    >
      {archives !== null && <Body archives={archives} giving={giving} setGiving={setGiving} load={load} />}
    </ScreenFrame>
  )
}

const unownedFirst = (archives: readonly OwnedArchive[]): OwnedArchive[] => [
  ...archives.filter(({ owner }) => owner === null),
  ...archives.filter(({ owner }) => owner !== null),
]

function countWords(archives: readonly OwnedArchive[]): string {
  const free = archives.filter(({ owner }) => owner === null).length
  const folders = counted(archives.length, 'folder')
  return `${folders}, ${free === 0 ? 'each with a user' : `${free} without a user`}`
}

/** What is asked, the field, and the people who match. */
const mostPickerRows = 9

type BodyProps = {
  archives: readonly OwnedArchive[]
  /** The name of the archive that a user is asked for. */
  giving: string | null
  setGiving: (archive: string | null) => void
  load: () => Promise<void>
}

function Body({ archives, giving, setGiving, load }: BodyProps) {
  const app = useApp()
  const space = useSpace()
  const rows = Math.max(3, Math.min(mostPickerRows, space.rows - 5))
  const [people, setPeople] = useState<readonly PickerItem[]>([])
  const { services, fail } = app
  const isGiving = giving !== null
  useEffect(() => {
    if (!isGiving) return
    const listed = services.listUsers().then(({ users }) => {
      setPeople(users.map(({ userName, fullName }) => ({ value: userName, about: fullName })))
    })
    listed.catch(fail)
  }, [isGiving, services, fail])
  const give = async (archive: string, userName: string): Promise<void> => {
    const { archives } = await app.services.assignArchive(archive, userName)
    tellDone(app, archives, `Given to ${safeText(userName)}.`)
    setGiving(null)
    await load()
  }
  const open = ({ owner, archive }: OwnedArchive): void => {
    if (owner !== null) app.say(`It belongs to ${safeText(owner)}.`)
    else if (archive === null) app.say("Rollcall didn't create this folder, so you can't give it to a user.")
    else setGiving(archive)
  }
  return (
    <RecordTable
      rows={archives}
      columns={columns}
      textOf={textOf}
      empty="No archives yet."
      onOpen={open}
      opens="give to a user"
      isActive={giving === null}
      exported={(rows) => ({ kind: 'archives', rows })}
      reserved={giving === null ? 0 : rows}
      below={
        giving !== null && (
          <Picker
            submits="give"
            items={people}
            rows={rows}
            label={`Give the archive ${safeText(giving)} to:`}
            columns={space.columns}
            onPick={(userName) => give(giving, userName)}
            onCancel={() => setGiving(null)}
            onBusy={app.hold}
          />
        )
      }
    />
  )
}
