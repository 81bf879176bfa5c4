import type { WholeBook } from '../../sync/mail/address-book.ts'
import type { FolderPrivilege, User } from '../../sync/user.ts'
import { type DovecotFile, dovecotName } from './dovecot-users.ts'

/**
 * Rights of RFC 4314 for those of the archive. `read`: see the folders (l) and read (r). `write`: mark as read (s), set
 * other flags (w), file messages (i), make folders (k). `delete`: mark as deleted (t) and remove for good (e); whole
 * folders (x) stay, because a folder's name is not mail.
 */
const letters: Readonly<Record<FolderPrivilege, string>> = { none: '', read: 'lr', write: 'swik', delete: 'te' }

/** What stands in the file of an archive that nobody may read: without a line Dovecot gives the owner every right. */
export const nobodysRights = 'owner\n'

/**
 * The ACL file of each archive (Dovecot's vfile form): what its owner may do, then every other user who may do something.
 *
 * @returns by archive, which is its owner's user name
 */
export function dovecotAcls(book: WholeBook): Map<string, string> {
  const others = new Map<string, string[]>()
  for (const user of book.users) {
    const name = dovecotName(user)
    if (name === null) continue
    for (const [archive, rights] of rightsOf(user)) {
      if (archive === user.userName || rights === '') continue
      others.set(archive, [...(others.get(archive) ?? []), `user=${name} ${rights}\n`])
    }
  }
  return new Map(
    book.users.map((user) => {
      const own = rightsOf(user).get(user.userName) ?? ''
      const owner = own === '' ? nobodysRights : `owner ${own}\n`
      return [user.userName, [owner, ...(others.get(user.userName) ?? [])].join('')]
    }),
  )
}

/**
 * The dictionary in which Dovecot looks who shares with whom (`acl_shared_dict`), in the form of its `file` driver: a line
 * with the key, a line with the value. Without it shared archives can be opened, and are not listed.
 */
export function dovecotShared(book: WholeBook): DovecotFile {
  const names = new Map(book.users.map((user) => [user.userName, dovecotName(user)]))
  const lines = book.users.flatMap((user) => {
    const name = dovecotName(user)
    const shared = name === null ? [] : [...rightsOf(user)]
    return shared.flatMap(([archive, rights]) => {
      const owner = archive === user.userName ? null : (names.get(archive) ?? null)
      return owner === null || !rights.includes('l') ? [] : [`shared/shared-boxes/user/${name}/${owner}\n1\n`]
    })
  })
  return {
    text: lines.join(''),
    leftOut: book.users.map(({ userName }) => userName).filter((name) => names.get(name) === null),
  }
}

/** The rights of a user by archive. Mail may be deleted only by those who have the privilege to delete mail at all. */
function rightsOf({ privileges, privilegesOnFolders }: User): Map<string, string> {
  const mayDelete = privileges.includes('delete') || privileges.includes('admin')
  const rights = new Map<string, string>()
  for (const { folder, privileges: onFolder } of privilegesOnFolders) {
    const granted = onFolder.filter((privilege) => privilege !== 'delete' || mayDelete)
    const all = (['read', 'write', 'delete'] as const).filter((privilege) => granted.includes(privilege))
    rights.set(folder, all.map((privilege) => letters[privilege]).join(''))
  }
  return rights
}
