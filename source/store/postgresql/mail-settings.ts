import { administratorDomain, type MailSettings } from '../../sync/mail/address-book.ts'
import { mailKey } from '../../sync/mail/mail-address.ts'
import type { Database } from './connection/database.ts'
import { rowName } from './users/user-rows.ts'

/** Writes down the settings that the views for mail servers depend on. The last home that does counts. */
export async function writeMailSettings(database: Database, { catchAll, administrator }: MailSettings): Promise<void> {
  const [domain] = administratorDomain(administrator)
  await database.query(
    `UPDATE rollcall.state SET catch_all_name = $1, catch_all_address = $2, administrator_domain = $3
     WHERE (catch_all_name, catch_all_address, administrator_domain) IS DISTINCT FROM ($1::text, $2::text, $3::text)`,
    [catchAll === null ? null : rowName(catchAll), catchAll === null ? null : mailKey(catchAll), domain ?? null],
  )
}
