import { administratorDomain, type MailSettings } from '../../sync/mail/address-book.ts'
import { mailKey } from '../../sync/mail/mail-address.ts'
import type { Database } from './connection/database.ts'
import { rowName } from './users/user-rows.ts'

/** Writes down the settings that the views for mail servers depend on. The last home that does counts. */
export async function writeMailSettings(database: Database, settings: MailSettings): Promise<void> {
  const { catchAll, catchAllId, administrator } = settings
  const [domain] = administratorDomain(administrator)
  const [name, address] = catchAll === null ? [null, null] : [rowName(catchAll), mailKey(catchAll)]
  await database.query(
    `UPDATE rollcall.state
     SET catch_all_name = $1, catch_all_address = $2, administrator_domain = $3, catch_all_account = $4
     WHERE (catch_all_name, catch_all_address, administrator_domain, catch_all_account)
       IS DISTINCT FROM ($1::text, $2::text, $3::text, $4::text)`,
    [name, address, domain ?? null, catchAllId ?? null],
  )
}
