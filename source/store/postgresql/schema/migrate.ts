import { beginChange, type Database, inTransaction, type Row } from '../connection/database.ts'
import { addressWords } from '../connection/store-address.ts'
import { databaseProblem } from '../problems.ts'
import { firstComments, firstSchema } from './first-schema.ts'
import { fourthComments, fourthSchema } from './fourth-schema.ts'
import { secondComments, secondSchema } from './second-schema.ts'
import { thirdComments, thirdSchema } from './third-schema.ts'

const withComments = (statements: readonly string[], comments: Readonly<Record<string, string>>): string[] => [
  ...statements,
  ...Object.entries(comments).map(([what, text]) => `COMMENT ON ${what} IS '${text.replaceAll("'", "''")}'`),
]

/** The steps from one version of the schema to the next, in order: the first makes version 1. */
const migrations: readonly (readonly string[])[] = [
  withComments(firstSchema, firstComments),
  withComments(secondSchema, secondComments),
  withComments(thirdSchema, thirdComments),
  withComments(fourthSchema, fourthComments),
]

/** The version of the schema that this release knows. */
export const knownSchema = migrations.length

/** How long a service that was not heard of is taken for alive, as PostgreSQL writes an interval. */
const aliveFor = '1 minute'

/** Any number that no other program is likely to choose; the lock is the transaction's, and ends with it. */
const lockNumber = 8_412_604_417

/**
 * Brings the schema to the version that this release knows, one step after the other, each in a transaction of its own
 * and under a lock, so that several machines can begin at once.
 *
 * @returns whether there was anything to do
 * @throws Problem `databaseNewer`, `databaseInUse` while an older service reads from it, `databaseRights`
 */
export async function migrate(database: Database): Promise<boolean> {
  for (let steps = 0; ; steps += 1) {
    const isDone = await inTransaction(database, beginChange, async () => {
      await database.query('SELECT pg_advisory_xact_lock($1::bigint)', [lockNumber])
      const version = await schemaVersion(database)
      expectKnown(database, version)
      const statements = migrations[version]
      if (statements === undefined) return true
      await expectNoOlderService(database, version)
      if (version === 0) await makeSchema(database)
      for (const statement of statements) await database.run(statement)
      await database.query('UPDATE rollcall.state SET schema_version = $1', [version + 1])
      return false
    })
    if (isDone) return steps > 0
  }
}

/** The version of the schema; 0 where there is none. */
async function schemaVersion(database: Database): Promise<number> {
  const [found] = await database.query("SELECT to_regclass('rollcall.state') IS NOT NULL AS there")
  if (found?.there !== true) return 0
  const [state] = await database.query('SELECT schema_version FROM rollcall.state')
  return Number(state?.schema_version ?? 0)
}

/** A schema that an administrator made beforehand needs no right to make one. */
async function makeSchema(database: Database): Promise<void> {
  const [found] = await database.query("SELECT to_regnamespace('rollcall') IS NOT NULL AS there")
  if (found?.there !== true) await database.run('CREATE SCHEMA rollcall')
}

function expectKnown({ target }: Database, found: number): void {
  if (found > knownSchema)
    throw databaseProblem('databaseNewer', { place: addressWords(target.address), found, known: knownSchema })
}

async function expectNoOlderService(database: Database, version: number): Promise<void> {
  if (version === 0) return
  const rows = await database.query(
    `SELECT name FROM rollcall.hosts
     WHERE serves AND schema_version < $1 AND seen > now() - interval '${aliveFor}' ORDER BY name`,
    [knownSchema],
  )
  if (rows.length === 0) return
  const hosts = rows.map(({ name }) => String(name))
  throw databaseProblem('databaseInUse', { place: addressWords(database.target.address), hosts })
}

/** What the state row says about the store. */
export type StoreState = {
  revision: number
  head: string
  archiveHost: string | null
  /** When the last commit was made; null before the first. */
  changed: Date | null
}

/**
 * Reads the state of the store, after bringing the schema up to date.
 *
 * @throws Problem `databaseWithoutStore`, `storeMoved`, and those of `migrate`
 */
export async function readState(database: Database): Promise<StoreState> {
  const [row] = await database.query(
    'SELECT schema_version, revision, head, archive_host, changed, moved_to FROM rollcall.state',
  )
  if (row !== undefined && Number(row.schema_version) !== knownSchema) {
    await migrate(database)
    return readState(database)
  }
  return stateOf(database, row)
}

/** The state as a row of `rollcall.state` has it. */
function stateOf({ target }: Database, row: Row | undefined): StoreState {
  const place = addressWords(target.address)
  if (row === undefined) throw databaseProblem('databaseWithoutStore', { place })
  if (row.moved_to !== null) throw databaseProblem('storeMoved', { place, to: String(row.moved_to) })
  return {
    revision: Number(row.revision),
    head: String(row.head),
    archiveHost: row.archive_host === null ? null : String(row.archive_host),
    changed: row.changed instanceof Date ? row.changed : null,
  }
}
