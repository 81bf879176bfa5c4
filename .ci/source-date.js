import { execFileSync } from 'node:child_process'

/**
 * The time that everything in an artefact carries, so that two builds from one commit are the same bytes: SOURCE_DATE_EPOCH,
 * else that of the last commit.
 *
 * @returns {number} seconds since 1970
 */
export function sourceDate() {
  const given = process.env.SOURCE_DATE_EPOCH
  const text = given || execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' }).trim()
  if (!/^\d+$/.test(text)) throw new Error(`SOURCE_DATE_EPOCH is ${text}, which is not a number of seconds`)
  return Number(text)
}
