import { maskCertainSecrets } from './mask-secrets.ts'

/**
 * What kind of failure a problem is. The command line turns each into its exit code:
 * failed 1, stopped 3, refused 4, locked 5, usage 64, badData 65, interrupted 130.
 */
export type ProblemKind = 'failed' | 'stopped' | 'refused' | 'locked' | 'usage' | 'badData' | 'interrupted'

/** The text of a problem, written where its cause is known. */
export type ProblemText = {
  /** Stable, lower camel case; a page of docs/problems.md. */
  code: string
  kind: ProblemKind
  /** What happened: one line without a full stop. */
  title: string
  /** Why it happened, in plain words. */
  cause: string
  /** What to do now, as an instruction. */
  remedy: string
  /** Values to copy or to look up, by lower camel case name. Never a secret. */
  facts?: Readonly<Record<string, string>>
  /** The same without anything that could name somebody; the code alone unless given. */
  outline?: () => ProblemOutline
}

/** What may be told to a service outside, such as a chat: no account, group, file or archive is named in it. */
export type ProblemOutline = {
  title: string
  /** Null where it can't be told without a name. */
  cause: string | null
  /** Null where it can't be told without a name. */
  remedy: string | null
}

/** An expected failure, written for the person who reads it. Anything else that is thrown is a bug. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly kind: ProblemKind
  readonly title: string
  readonly why: string
  readonly remedy: string
  readonly facts: Readonly<Record<string, string>>
  /** Tells it without anything that could name somebody. */
  readonly outline: () => ProblemOutline

  /** @param origin the error this was made from, kept for `cause` and never shown */
  constructor(text: ProblemText, origin?: unknown) {
    const title = maskCertainSecrets(text.title)
    super(title, origin === undefined ? undefined : { cause: origin })
    this.code = text.code
    this.kind = text.kind
    this.title = title
    this.why = maskCertainSecrets(text.cause)
    this.remedy = maskCertainSecrets(text.remedy)
    const facts = Object.entries(text.facts ?? {})
    this.facts = Object.fromEntries(facts.map(([name, value]) => [name, maskCertainSecrets(value)]))
    this.outline = text.outline ?? (() => ({ title: text.code, cause: null, remedy: null }))
  }
}
