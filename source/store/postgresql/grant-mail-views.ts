import { beginChange, type Database, inTransaction } from './connection/database.ts'
import { addressWords } from './connection/store-address.ts'
import { databaseProblem } from './problems.ts'
import { mailViews } from './schema/first-schema.ts'

/**
 * Lets a role read what mail servers need, and nothing else. One that is missing is made, without a password.
 *
 * @returns what became of the role
 * @throws Problem `roleMissing` where this user may not make one
 */
export async function grantMailViews(database: Database, role: string): Promise<'made' | 'granted'> {
  const [found] = await database.query('SELECT 1 AS there FROM pg_roles WHERE rolname = $1', [role])
  const name = quoted(role)
  const grants = [
    `GRANT USAGE ON SCHEMA rollcall TO ${name}`,
    ...mailViews.map((view) => `GRANT SELECT ON rollcall.${view} TO ${name}`),
  ]
  if (found === undefined && !(await mayMakeRoles(database)))
    throw databaseProblem('roleMissing', {
      place: addressWords(database.target.address),
      role,
      statement: `CREATE ROLE ${name} LOGIN;`,
    })
  await inTransaction(database, beginChange, async () => {
    if (found === undefined) await database.run(`CREATE ROLE ${name} LOGIN`)
    for (const grant of grants) await database.run(grant)
  })
  return found === undefined ? 'made' : 'granted'
}

async function mayMakeRoles(database: Database): Promise<boolean> {
  const [row] = await database.query(
    'SELECT rolcreaterole OR rolsuper AS may FROM pg_roles WHERE rolname = current_user',
  )
  return row?.may === true
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
