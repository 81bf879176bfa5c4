import type { Action } from '../../sync/plan.ts'

/** The colours of the marks, on the screen and in text; the mark itself says the same. */
export const actionColours = {
  create: 'green',
  update: 'yellow',
  rename: 'cyan',
  delete: 'red',
  gone: 'magenta',
  conflict: 'red',
  unchanged: undefined,
} as const satisfies Record<Action, string | undefined>
