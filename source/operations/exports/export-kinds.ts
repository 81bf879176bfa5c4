/** What `rollcall export` prints: each format, and each map of Postfix and Dovecot alone. */
export const printedKinds = [
  'csv',
  'json',
  'postfix:mailboxes',
  'postfix:aliases',
  'postfix:senders',
  'postfix:domains',
  'dovecot',
  'dovecot:shared',
] as const
export type PrintedKind = (typeof printedKinds)[number]
