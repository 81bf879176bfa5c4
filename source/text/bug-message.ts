import { maskSecrets } from './mask-secrets.ts'
import { oneLine } from './one-line.ts'

/**
 * What an error that nobody expected says, in one line that may be shown and reported. A parser's error quotes the text that
 * it stumbled over, which may be a key, so only its name is told.
 */
export function bugMessage(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(maskSecrets(String(error).slice(0, 10_000)), 300)
  if (error instanceof SyntaxError) return error.name
  return oneLine(maskSecrets(`${error.name}: ${error.message}`.slice(0, 10_000)), 300)
}
