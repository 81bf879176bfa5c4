import { render } from 'ink'
import { Root, type RootProps } from './root.tsx'

/** The interface as Ink draws it. */
export type MountedRoot = {
  unmount: () => void
  /** Resolves when the interface has been taken away; rejects with what went wrong while it was drawn. */
  ended: Promise<unknown>
}

/** Has Ink draw the interface. */
export function mountRoot(props: RootProps): MountedRoot {
  const { input, output } = props.session
  const instance = render(<Root {...props} />, {
    stdin: input as unknown as NodeJS.ReadStream,
    stdout: output as unknown as NodeJS.WriteStream,
    // Whole frames, which the session's writer compares with the screen: it sends what changed and nothing else.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  })
  // What goes wrong is told by `ended`.
  input.connect(() => instance.waitUntilRenderFlush().catch(() => undefined))
  return { unmount: () => instance.unmount(), ended: instance.waitUntilExit() }
}
