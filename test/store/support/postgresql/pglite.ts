import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { type Cluster, urlOf } from './cluster.ts'

/**
 * Starts PGlite, PostgreSQL in this process, behind a socket. It has one database, so each test that asks for one gets
 * the same, emptied; and it cannot take COPY ... FROM STDIN.
 */
export async function startPglite(): Promise<Cluster> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-pg-'))
  const database = await PGlite.create()
  const server = new PGLiteSocketServer({ db: database, path: join(folder, '.s.PGSQL.5432'), maxConnections: 40 })
  await server.start()
  return {
    kind: 'pglite',
    folder,
    port: 5432,
    async makeDatabase() {
      await database.exec('DROP SCHEMA IF EXISTS rollcall CASCADE')
      return urlOf(folder, 'postgres')
    },
    query: async (_url, text) => (await database.query<Record<string, unknown>>(text)).rows,
    start: async () => undefined,
    kill: async () => undefined,
    async close() {
      await server.stop()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
