import { googleItself, parseEndpoint } from '../../google/http/endpoint.ts'
import type { OperationContext } from '../../operations/context.ts'
import { chooseHome, openHome } from '../../store/open-home.ts'

/**
 * Turns the global flags and their environment variables into what operations are given.
 *
 * @throws Problem when the home cannot be opened or the stand-in for Google is not on loopback
 */
export async function openContext(
  options: { home?: string | undefined; google?: string | undefined },
  reporting: Pick<OperationContext, 'signal' | 'onProgress' | 'onDetail'>,
): Promise<OperationContext> {
  const address = options.google ?? (process.env.ROLLCALL_GOOGLE || undefined)
  const google = address === undefined ? googleItself : parseEndpoint(address)
  const home = openHome(await chooseHome(options.home, process.env))
  return { home, google, ...reporting }
}
