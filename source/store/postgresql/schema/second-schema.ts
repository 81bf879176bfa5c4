/**
 * The second version: who is suspended and who leaves, for whoever looks with psql. The documents have always held it; a
 * release that knows only the first version would delete people who still have days left, and is kept out by the number.
 */
export const secondSchema: readonly string[] = [
  `ALTER TABLE rollcall.users
    ADD COLUMN suspended boolean NOT NULL DEFAULT false,
    ADD COLUMN leaving_since date`,
  `UPDATE rollcall.users SET suspended = true WHERE document LIKE '%,"suspended":true%'`,
]

/** What the new columns are. */
export const secondComments: Readonly<Record<string, string>> = {
  'COLUMN rollcall.users.suspended': 'True while Google says that the account is suspended.',
  'COLUMN rollcall.users.leaving_since':
    'The first day out of scope of a user who is to be deleted; null for all others.',
}
