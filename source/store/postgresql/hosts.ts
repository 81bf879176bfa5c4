import { placeOfArchives } from '../archives/archives-root.ts'
import { onDisk } from '../disk/disk-problems.ts'
import type { Home } from '../home.ts'
import type { Database } from './connection/database.ts'
import { knownSchema } from './schema/migrate.ts'
import { archiveHostOf, homeName } from './store-target.ts'

/** Writes down that this home uses the database, and whether a service runs in it. */
export async function noteHost(database: Database, home: Home, serves: boolean | null = null): Promise<void> {
  await database.query(
    `INSERT INTO rollcall.hosts (name, archive_host, schema_version, serves, seen)
     VALUES ($1, $2, $3, coalesce($4::boolean, false), now())
     ON CONFLICT (name) DO UPDATE SET archive_host = excluded.archive_host, seen = now(),
       schema_version = excluded.schema_version, serves = coalesce($4::boolean, hosts.serves)`,
    [homeName(home), archiveHostOf(database.target), knownSchema, serves],
  )
}

/** Where the archives of this home were at the last commit; null where nobody wrote it down. */
export async function readPlace(database: Database, home: Home): Promise<string | null> {
  const [row] = await database.query('SELECT place FROM rollcall.hosts WHERE name = $1', [homeName(home)])
  return row === undefined || row.place === null ? null : String(row.place)
}

/** Writes down where the archives of this home are, so that a later run sees when they are somewhere else. */
export async function notePlace(database: Database, home: Home): Promise<void> {
  const place = onDisk('read', home.archives, () => placeOfArchives(home))
  await database.query('UPDATE rollcall.hosts SET place = $2 WHERE name = $1 AND place IS DISTINCT FROM $2', [
    homeName(home),
    place,
  ])
}
