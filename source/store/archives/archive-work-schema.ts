import * as z from 'zod'
import type { ArchiveWork } from '../../sync/apply/apply.ts'

/** One piece of work on archives as the journal and the history hold it. */
export const archiveWorkSchema: z.ZodType<ArchiveWork> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), archive: z.string(), takesUp: z.literal(true).exactOptional() }),
  z.object({
    kind: z.literal('rename'),
    from: z.string(),
    to: z.string(),
    joins: z.literal(true).exactOptional(),
  }),
  z.object({ kind: z.literal('remove'), archive: z.string() }),
])
