import { deliverable } from './first-schema.ts'

/** The domain of an address with its `@`, as an index has it. */
const domainOf = (column: string): string => `substring(${column} from '@[a-z0-9.-]+$')`

/** The address under which mail servers know the archive of the user `u`. */
const knownAs = `coalesce(
  (SELECT b.address FROM rollcall.known_addresses b WHERE b.name = u.name ORDER BY b.position LIMIT 1),
  u.made_address)`

/**
 * The fourth version: the catch-all in the views for mail servers, which then say of each address what the live look-ups
 * say. With a catch-all Postfix must find every address in the table of aliases, or its mail would go to `@domain`.
 */
export const fourthSchema: readonly string[] = [
  `ALTER TABLE rollcall.state
    ADD COLUMN catch_all_name text COLLATE "C",
    ADD COLUMN catch_all_address text COLLATE "C",
    ADD COLUMN catch_all_account text COLLATE "C",
    ADD COLUMN administrator_domain text COLLATE "C"`,
  `CREATE INDEX addresses_domain ON rollcall.addresses ((${domainOf('address')}))`,
  // Jumps from one domain to the next along the index, instead of reading all addresses.
  `CREATE VIEW rollcall.own_domains AS
    WITH RECURSIVE found (domain) AS (
      (SELECT ${domainOf('a.address')} FROM rollcall.addresses a
       WHERE ${domainOf('a.address')} IS NOT NULL ORDER BY 1 LIMIT 1)
      UNION ALL
      SELECT (SELECT ${domainOf('a.address')} FROM rollcall.addresses a
        WHERE ${domainOf('a.address')} > f.domain ORDER BY 1 LIMIT 1)
      FROM found f WHERE f.domain IS NOT NULL
    )
    SELECT f.domain FROM found f
    WHERE EXISTS (
      SELECT 1 FROM rollcall.addresses a JOIN rollcall.users u ON u.name = a.name
      WHERE ${domainOf('a.address')} = f.domain AND a.address <> f.domain AND u.authentication = 'directoryServices')
    UNION
    SELECT '@' || s.administrator_domain FROM rollcall.state s WHERE s.administrator_domain IS NOT NULL`,
  `CREATE VIEW rollcall.catch_all AS
    SELECT d.domain, u.folder, ${knownAs} AS address
    FROM (
      SELECT s.catch_all_name AS name FROM rollcall.state s
      WHERE EXISTS (SELECT 1 FROM rollcall.users n WHERE n.name = s.catch_all_name)
      UNION ALL
      SELECT min(a.name) FROM rollcall.state s JOIN rollcall.addresses a ON a.address = s.catch_all_address
      WHERE NOT EXISTS (SELECT 1 FROM rollcall.users n WHERE n.name = s.catch_all_name)
      HAVING count(*) = 1
    ) c
    JOIN rollcall.users u ON u.name = c.name
    CROSS JOIN rollcall.own_domains d
    CROSS JOIN rollcall.state s
    WHERE ${knownAs} IS NOT NULL
      AND (s.catch_all_account IS NULL OR u.directory_id IS NULL OR u.directory_id = s.catch_all_account)`,
  `CREATE OR REPLACE VIEW rollcall.postfix_mailboxes AS
    SELECT a.address, u.folder || '/' AS mailbox
    FROM rollcall.known_addresses a JOIN rollcall.users u ON u.name = a.name
    WHERE NOT EXISTS (SELECT 1 FROM rollcall.known_addresses b WHERE b.name = a.name AND b.position < a.position)
    UNION ALL
    SELECT u.made_address, u.folder || '/' FROM rollcall.users u
    WHERE u.made_address IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM rollcall.known_addresses b WHERE b.name = u.name)
    UNION ALL
    SELECT a.address, u.folder || '/'
    FROM rollcall.addresses a JOIN rollcall.users u ON u.name = a.name
    WHERE (SELECT s.catch_all_name FROM rollcall.state s) IS NOT NULL
      AND ${deliverable('a.address')}
      AND a.address <> ${knownAs}
      AND NOT EXISTS (SELECT 1 FROM rollcall.addresses o WHERE o.address = a.address AND o.name <> a.name)
    UNION ALL
    SELECT c.domain, c.folder || '/' FROM rollcall.catch_all c`,
  `CREATE OR REPLACE VIEW rollcall.postfix_aliases AS
    SELECT a.address, string_agg(${knownAs}, ', ' ORDER BY a.name) AS destinations
    FROM rollcall.addresses a JOIN rollcall.users u ON u.name = a.name
    WHERE ${deliverable('a.address')}
    GROUP BY a.address
    UNION ALL
    SELECT u.made_address, u.made_address FROM rollcall.users u
    WHERE u.made_address IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM rollcall.known_addresses b WHERE b.name = u.name)
    UNION ALL
    SELECT c.domain, c.address FROM rollcall.catch_all c`,
]

/** What the new columns and views are. */
export const fourthComments: Readonly<Record<string, string>> = {
  'COLUMN rollcall.state.catch_all_name': 'The user whose archive takes mail for unknown addresses; null for none.',
  'COLUMN rollcall.state.catch_all_address': 'The same as an address, which still leads to the user after a rename.',
  'COLUMN rollcall.state.catch_all_account':
    'The Google account of that user when it was named; another one gets no mail.',
  'COLUMN rollcall.state.administrator_domain': "The domain of the administrator's address.",
  'VIEW rollcall.own_domains': "The organization's domains, each with an @ before it.",
  'COLUMN rollcall.own_domains.domain': 'The domain.',
  'VIEW rollcall.catch_all': 'Where the mail of addresses goes that nobody has, for each domain.',
  'COLUMN rollcall.catch_all.domain': 'The domain, with an @ before it.',
  'COLUMN rollcall.catch_all.folder': "The folder of the user's Maildir below the folder archives.",
  'COLUMN rollcall.catch_all.address': 'The address under which the archive is known.',
}
