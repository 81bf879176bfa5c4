import * as z from 'zod'
import { disk, errorCode } from './disk/file-operations.ts'
import { readWholeFile } from './disk/read-whole-file.ts'
import { replaceFile } from './disk/replace-file.ts'
import type { Home } from './home.ts'

const count = z.int().nonnegative()

const run = z.object({
  time: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  outcome: z.enum(['changed', 'unchanged', 'failed']),
  code: z.string().nullable(),
  title: z.string().nullable(),
  summary: z.record(z.string(), count).nullable(),
  conflicts: z.array(z.string()),
  /** The user names of deletions that wait for an approval. */
  waiting: z.array(z.string()).default(() => []),
  /** Requests to Google; null where they were not counted. */
  requests: count.nullable().default(null),
})

const told = z.object({
  failing: z.object({ code: z.string(), since: z.number(), told: z.boolean() }).nullable(),
  ended: z.object({ code: z.string(), since: z.number() }).nullable(),
  conflicts: z.array(z.string()),
  waiting: z.array(z.string()),
  last: z.record(z.string(), z.number()),
  owed: z.object({ runs: count, counts: z.record(z.string(), count) }),
})

const schema = z.object({
  version: z.literal(1),
  runs: z.array(run),
  lastSuccess: z.iso.datetime().nullable(),
  // One that an earlier version wrote is forgotten: what lasts is told once more.
  told: z.record(z.string(), told).catch(() => ({})),
})

/** One synchronization: when it began (ISO 8601, UTC), how long it took, and what came of it. */
export type RunRecord = z.output<typeof run>

/** The last runs, the newest first, when one succeeded last, and what was told by each way, such as `mail`. */
export type RunLog = z.output<typeof schema>

/** Runs that are kept. */
const keptRuns = 50
const maximumBytes = 1024 * 1024

/** Reads the log of runs; an empty one where there is none, or none that can be understood: it only tells. */
export function readRunLog(home: Home): RunLog {
  const empty: RunLog = { version: 1, runs: [], lastSuccess: null, told: {} }
  try {
    const file = readWholeFile(disk, home.runs, maximumBytes)
    return file.state === 'read' ? schema.parse(JSON.parse(file.text)) : empty
  } catch {
    return empty
  }
}

/** Writes the log. A disk that fails is left alone: the run itself is what matters. */
export function writeRunLog(home: Home, log: RunLog): void {
  try {
    replaceFile(disk, home.runs, [`${JSON.stringify({ ...log, runs: log.runs.slice(0, keptRuns) }, null, 2)}\n`])
  } catch (error) {
    if (errorCode(error) === null) throw error
  }
}
