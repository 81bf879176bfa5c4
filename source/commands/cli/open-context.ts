import type { OperationContext } from '../../operations/context.ts'
import { chooseHome, openExistingHome, openHome } from '../../store/open-home.ts'
import { googleEndpoint } from './google-endpoint.ts'

/**
 * Turns the global flags and their environment variables into what operations are given.
 *
 * @param makesHome whether a home that is missing is made
 * @throws Problem when the home cannot be opened or the stand-in for Google is not on loopback
 */
export async function openContext(
  options: { home?: string | undefined; google?: string | undefined; wait?: number | undefined },
  reporting: Pick<OperationContext, 'signal' | 'onProgress' | 'onDetail'>,
  makesHome = false,
): Promise<OperationContext> {
  const google = googleEndpoint(options)
  const folder = await chooseHome(options.home, process.env)
  const home = makesHome ? openHome(folder) : openExistingHome(folder)
  return { home, google, ...reporting }
}
