import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { type Cluster, urlOf } from './cluster.ts'
import { withWholeCopies } from './whole-copies.ts'

/** How many databases there are at the same time: as many as one test compares. */
const atOnce = 2

/**
 * Starts PGlite, PostgreSQL in this process, behind sockets. Each PGlite holds one database and takes long to start, so
 * there are two, which are handed out in turn, emptied: tests that use them run one after the other.
 */
export async function startPglite(): Promise<Cluster> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'rollcall-pg-'))
  const served: { database: PGlite; server: PGLiteSocketServer; url: string }[] = []
  let made = 0
  const serve = async (name: string): Promise<void> => {
    const database = await PGlite.create()
    const at = mkdtempSync(join(folder, `${name}-`))
    const path = join(at, '.s.PGSQL.5432')
    const server = new PGLiteSocketServer({ db: withWholeCopies(database), path, maxConnections: 40 })
    await server.start()
    served.push({ database, server, url: urlOf(at, 'postgres') })
  }
  for (let index = 0; index < atOnce; index += 1) await serve(String(index))
  return {
    kind: 'pglite',
    folder,
    port: 5432,
    async makeDatabase() {
      const one = served[made++ % atOnce]
      if (one === undefined) throw new Error('no PGlite runs')
      await one.database.exec('DROP SCHEMA IF EXISTS rollcall CASCADE')
      return one.url
    },
    async query(url, text) {
      const one = served.find((other) => other.url === url)
      if (one === undefined) throw new Error(`${url} is none of these databases`)
      return (await one.database.query<Record<string, unknown>>(text)).rows
    },
    start: async () => undefined,
    kill: async () => undefined,
    run: (name) => {
      throw new Error(`PGlite has no ${name}`)
    },
    async close() {
      for (const { server, database } of served) {
        await server.stop()
        await database.close()
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
