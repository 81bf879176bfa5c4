import type { User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'

/** A passwd-file for Dovecot, and the users that it cannot hold. */
export type DovecotPasswdFile = { text: string; leftOut: string[] }

/**
 * Makes a passwd-file (`user:password:uid:gid:gecos:home:shell:extra_fields`) for a user database: it says where each
 * user's mail is. Nobody can sign in with it, because no password matches `{CRYPT}*`.
 *
 * @param pathOf the absolute path of an archive's Maildir
 */
export function dovecotPasswdFile(users: readonly User[], pathOf: (archive: string) => string): DovecotPasswdFile {
  const leftOut: string[] = []
  const lines = users.flatMap(({ userName, fullName }) => {
    const path = pathOf(userName)
    // A colon separates fields, a blank separates extra fields, and a line break ends the user. `%` begins a variable.
    // A name that would have to be written otherwise to be shown safely has no place in a file that people look into.
    if (/[:\s#%]/u.test(userName) || safeText(userName) !== userName || /[:\s\p{C}%]/u.test(path)) {
      leftOut.push(userName)
      return []
    }
    const gecos = safeText(fullName).replaceAll(':', ' ')
    return [`${userName}:{CRYPT}*:::${gecos}:${path}::userdb_mail=maildir:${path}\n`]
  })
  return { text: lines.join(''), leftOut }
}
