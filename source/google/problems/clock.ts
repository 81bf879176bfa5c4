import { Problem } from '../../text/problem.ts'
import { describeOffset } from '../http/clock.ts'

/**
 * The clock of this machine is wrong.
 *
 * @param minutes how far it is ahead of Google's (negative: behind); null where Google's answer had no date
 */
export function clockOff(minutes: number | null): Problem {
  return new Problem({
    code: 'clockOff',
    kind: 'refused',
    title: `The clock of this machine is ${minutes === null || minutes === 0 ? 'wrong' : describeOffset(minutes)}`,
    cause: 'A request to Google carries the time. Google refuses it when the time is too far from its own.',
    remedy: 'Set the clock, best by switching on time synchronization: timedatectl set-ntp true. Then check again.',
    facts: minutes === null ? {} : { minutesOff: String(minutes) },
  })
}
