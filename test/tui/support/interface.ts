import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { googleItself } from '../../../source/google/http/endpoint.ts'
import { openHome } from '../../../source/store/open-home.ts'
import { themes } from '../../../source/text/theme.ts'
import type { Place } from '../../../source/tui/app-context.ts'
import { createServices } from '../../../source/tui/create-services.ts'
import { mountRoot } from '../../../source/tui/mount-root.tsx'
import type { Services } from '../../../source/tui/services.ts'
import { glyphsFor } from '../../../source/tui/theme/glyphs.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { type FakeSession, fakeSession } from './fake-session.ts'

/** The whole interface in memory, on a home of its own. */
export type DrawnInterface = FakeSession & {
  services: Services
  /** The folder of the home. */
  folder: string
  /** Resolves when it is left, with how. */
  left: Promise<'done' | 'interrupted' | 'demo'>
  /** The line for the normal screen. */
  result: () => string | null
  /** What was told as a bug. */
  bugs: readonly unknown[]
  /** Resolves when Ink has taken the interface away; rejects with what went wrong while drawing. */
  ended: Promise<unknown>
}

type Given = {
  start?: Place
  /** What is done in place of the real use cases. */
  services?: (real: Services) => Partial<Services>
  columns?: number
  rows?: number
  unicode?: boolean
}

/** Draws the interface in this process; it goes when the test ends. Google is out of reach. */
export function drawInterface(t: ExecutionContext<unknown>, given: Given = {}): DrawnInterface {
  const { start = { screen: 'home' }, columns = 80, rows = 24, unicode = true } = given
  const folder = join(temporaryFolder(t), 'home')
  const session = fakeSession({ columns, rows })
  const real = createServices({ home: openHome(folder), google: googleItself })
  const services = { ...real, ...given.services?.(real) }
  const bugs: unknown[] = []
  let leave: (how: 'done' | 'interrupted' | 'demo') => void = () => undefined
  const left = new Promise<'done' | 'interrupted' | 'demo'>((resolve) => {
    leave = resolve
  })
  let result: string | null = null
  const mounted = mountRoot({
    session,
    services,
    open: async () => ({ home: await services.readHome(), start }),
    onUnreadable: (error) => bugs.push(error),
    suggestions: null,
    simulated: false,
    glyphs: glyphsFor(unicode),
    theme: themes.dark,
    hyperlinks: false,
    onEnd: (how) => leave(how),
    onResult: (line) => {
      result = line
    },
    onBug: (error) => bugs.push(error),
    onBusy: () => undefined,
  })
  const { ended } = mounted
  ended.catch(() => undefined)
  t.teardown(() => {
    mounted.unmount()
    session.close()
  })
  return { ...session, services, folder, left, result: () => result, bugs, ended }
}
