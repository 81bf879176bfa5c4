import type { Action } from '../../sync/plan.ts'
import type { Tone } from '../../text/theme.ts'

/** The tones of the actions, on the screen and in text; their marks and words say the same. */
export const actionTones: Readonly<Record<Action, Tone>> = {
  create: 'success',
  update: 'warning',
  rename: 'accent',
  delete: 'danger',
  gone: 'warning',
  conflict: 'danger',
  unchanged: 'dim',
}
