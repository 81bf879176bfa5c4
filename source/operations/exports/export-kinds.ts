import { type ExportKind, exportKinds } from '../../settings/settings-schema.ts'

/** An export that goes into one file. The rights for Dovecot go into each archive. */
export type FileExportKind = Exclude<ExportKind, 'dovecot:acl'>

/** What `rollcall export` prints: each format, and each map of Postfix and Dovecot alone. */
export const printedKinds: readonly FileExportKind[] = exportKinds.filter((kind) => kind !== 'dovecot:acl')
