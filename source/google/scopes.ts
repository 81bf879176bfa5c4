/** Reading users: `users.list`, `users.get`. */
export const userScope = 'https://www.googleapis.com/auth/admin.directory.user.readonly'
/** Reading groups and their members. */
export const groupScope = 'https://www.googleapis.com/auth/admin.directory.group.readonly'
/** The mailboxes: for the archive itself and the connection check, not for synchronizing users. */
export const mailScope = 'https://mail.google.com/'

/** The scopes that domain-wide delegation is asked for, in the order in which they are shown. */
export const delegatedScopes: readonly string[] = [mailScope, groupScope, userScope]
