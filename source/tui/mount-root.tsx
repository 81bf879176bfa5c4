import { render } from 'ink'
import { Root, type RootProps } from './root.tsx'

/** Has Ink draw the interface. Returns what takes it away again. */
export function mountRoot(props: RootProps): () => void {
  const { input, output } = props.session
  const instance = render(<Root {...props} />, {
    stdin: input as unknown as NodeJS.ReadStream,
    stdout: output as unknown as NodeJS.WriteStream,
    // Whole frames, which the session's writer compares with the screen: it sends what changed and nothing else.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  })
  return () => instance.unmount()
}
