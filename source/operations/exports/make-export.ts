import { folderOf } from '../../store/archives/archive-names.ts'
import { lookupTables, postfixTable } from '../../sync/mail/lookup-tables.ts'
import { withoutPassword } from '../../sync/user.ts'
import { printedJson } from '../../text/json/printed-json.ts'
import { dovecotShared } from './dovecot-rights.ts'
import { dovecotUsers } from './dovecot-users.ts'
import type { FileExportKind } from './export-kinds.ts'
import type { ExportedUsers } from './read-for-export.ts'
import { usersCsv } from './users-csv.ts'

/** An export in pieces, ending in a line break, and what its format cannot hold. */
export type MadeExport = { pieces: Iterable<string>; leftOut: readonly string[] }

/** Makes an export of one file. */
export function makeExport(kind: FileExportKind, exported: ExportedUsers): MadeExport {
  const { book, storeRevision, pathOf } = exported
  switch (kind) {
    case 'csv':
      return { pieces: [usersCsv(book.users)], leftOut: [] }
    case 'json': {
      const users = book.users.map(withoutPassword)
      return { pieces: withBreak(printedJson({ storeRevision, users })), leftOut: [] }
    }
    case 'dovecot':
      return inOnePiece(dovecotUsers(book, pathOf))
    case 'dovecot:shared':
      return inOnePiece(dovecotShared(book))
    default: {
      const table = lookupTables.find((name) => kind === `postfix:${name}`) ?? 'mailboxes'
      return inOnePiece(postfixTable(book, table, folderOf))
    }
  }
}

const inOnePiece = ({ text, leftOut }: { text: string; leftOut: string[] }): MadeExport => ({ pieces: [text], leftOut })

function* withBreak(pieces: Iterable<string>): Generator<string> {
  yield* pieces
  yield '\n'
}
