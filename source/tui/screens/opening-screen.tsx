import { safeText } from '../../views/safe-text.ts'
import { Frame } from '../components/frame.tsx'
import { Lines } from '../components/lines.tsx'
import { simulationNote } from '../components/simulation-note.ts'
import { useSpace } from '../hooks/use-space.ts'
import { wrap } from '../text/wrap.ts'

/** Shown while the home is read: a moment mostly, a second where it holds a hundred thousand users. */
export function OpeningScreen({ folder, simulated }: { folder: string; simulated: boolean }) {
  return (
    <Frame
      title={[{ text: 'Rollcall', bold: true }]}
      note={simulationNote(simulated)}
      heading={[{ text: 'Opening', bold: true }]}
      hints={[]}
      hasHelp={false}
    >
      <Reading folder={folder} />
    </Frame>
  )
}

function Reading({ folder }: { folder: string }) {
  const { columns } = useSpace()
  return <Lines lines={wrap(`Reading ${safeText(folder)}`, columns)} columns={columns} />
}
