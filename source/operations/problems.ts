import { oneLine } from '../text/one-line.ts'
import { Problem } from '../text/problem.ts'

/** Something that every call to Google needs has not been set yet. */
export function notSetUp(missing: 'key' | 'administrator'): Problem {
  const what = missing === 'key' ? "a service account's key" : 'a Google Workspace administrator'
  const flag = missing === 'key' ? '--key FILE' : '--admin EMAIL'
  return new Problem({
    code: 'notSetUp',
    kind: 'failed',
    title: `Rollcall is not set up yet: ${what} is missing`,
    cause: 'Without it Google cannot be asked for users and groups.',
    remedy: `Open rollcall without arguments to be led through the set-up, or run: rollcall setup ${flag}`,
  })
}

/** A group that was to be chosen does not exist. */
export function groupNotFound(address: string): Problem {
  const shown = oneLine(address, 200)
  return new Problem({
    code: 'groupNotFound',
    kind: 'badData',
    title: `There is no group ${shown}`,
    cause: 'Google knows no group with this address in the organization. Nothing was saved.',
    remedy: 'Check the address against: rollcall groups',
    facts: { group: shown },
  })
}

/** A file that should hold a saved plan does not, or was changed since it was saved. */
export function savedPlanUnusable(path: string, why: string): Problem {
  const file = oneLine(path, 300)
  return new Problem({
    code: 'savedPlanUnusable',
    kind: 'badData',
    title: `${file} is no saved plan that can be committed`,
    cause: why,
    remedy: 'Nothing was changed. Make a new plan: rollcall plan --out FILE',
    facts: { file },
  })
}

/** The place for a saved plan is taken by something that must stay. */
export function planPlaceTaken(path: string, why: string): Problem {
  const file = oneLine(path, 300)
  return new Problem({
    code: 'planPlaceTaken',
    kind: 'failed',
    title: `The plan cannot be saved as ${file}`,
    cause: why,
    remedy: 'Nothing was changed. Give another name: rollcall plan --out FILE',
    facts: { file },
  })
}
