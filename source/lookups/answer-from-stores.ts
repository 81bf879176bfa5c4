import { statSync } from 'node:fs'
import { readSettings } from '../settings/settings.ts'
import { ignoring } from '../store/disk/file-operations.ts'
import { identityOf } from '../store/disk/read-whole-file.ts'
import type { Home } from '../store/home.ts'
import { type FollowedStore, StoreUnavailable } from '../store/users/follow/follow-store.ts'
import type { StoreView } from '../store/users/follow/store-view.ts'
import { type AddressBook, administratorDomain, type MailSettings } from '../sync/mail/address-book.ts'
import { answerLookup } from './answer-request.ts'
import type { AnswerLookups, Lookup } from './lookup-server.ts'

/** An archive whose mail is looked up. */
export type LookupHome = { instanceId: string | null; home: Home; store: FollowedStore }

/** How often settings are looked at, in milliseconds. */
const settingsAreFresh = 1_000

/**
 * Answers look-ups from followed stores. Where several archives are served, a look-up names its table as
 * `INSTANCE/TABLE`, so that an address of one organization never leads into the archive of another.
 *
 * @param homes those that are served at the moment
 */
export function answerFromStores(homes: () => readonly LookupHome[], now: () => number = Date.now): AnswerLookups {
  const settings = new Map<string, ReturnType<typeof followMailSettings>>()
  const settingsOf = ({ home }: LookupHome) => {
    const known = settings.get(home.folder) ?? followMailSettings(home, now)
    settings.set(home.folder, known)
    return known()
  }
  const answerOne = (lookup: Lookup, served: readonly LookupHome[], books: Map<LookupHome, AddressBook | string>) => {
    const one = homeOf(lookup, served)
    if (one === null) return 'PERM Several archives are served: name the table as INSTANCE/TABLE.'
    const book = books.get(one)
    if (book === undefined || typeof book === 'string') return book ?? unreadable
    return lookup.table === 'mailboxes' ? settled(answerLookup(book, lookup), one) : answerLookup(book, lookup)
  }

  return (lookups) => {
    const served = homes()
    const asked = new Set(lookups.map((lookup) => homeOf(lookup, served)).filter((one) => one !== null))
    const books = new Map<LookupHome, AddressBook | string>()
    const waiting: Promise<void>[] = []
    for (const one of asked) {
      const [mail, store] = [settingsOf(one), one.store.current()]
      if (mail instanceof Promise || store instanceof Promise) {
        const put = async () => {
          books.set(one, bookOf(await store, await mail))
        }
        waiting.push(put().catch((error: unknown) => void books.set(one, failureWords(error))))
      } else books.set(one, bookOf(store, mail))
    }
    const answers = () => lookups.map((lookup) => answerOne(lookup, served, books))
    return waiting.length === 0 ? answers() : Promise.all(waiting).then(answers)
  }
}

const unreadable = 'TEMP The user store cannot be read at the moment.'

/** Mail for a folder that is still to be moved waits, so that it is not filed into a folder that is another user's yet. */
function settled(answer: string, { store }: LookupHome): string {
  const folder = /^OK (.*)\/$/.exec(answer)?.[1]
  if (folder === undefined) return answer
  const unsettled = store.unsettled()
  return unsettled === 'unknown' || unsettled.has(folder) ? 'TEMP The archive is being moved.' : answer
}

const failureWords = (error: unknown): string =>
  error instanceof StoreUnavailable && error.isSlow ? 'TIMEOUT Reading the user store takes too long.' : unreadable

function homeOf({ instance }: Lookup, homes: readonly LookupHome[]): LookupHome | null {
  const [only, another] = homes
  if (instance === null) return another === undefined ? (only ?? null) : null
  return homes.find(({ instanceId }) => instanceId === instance) ?? null
}

/** The store as the rule wants it. Cheap: made for each look-up. */
function bookOf(store: StoreView, { catchAll, catchAllId, administrator }: MailSettings): AddressBook {
  const [administrators] = administratorDomain(administrator)
  return {
    holders: store.withAddress,
    named: store.named,
    isOwnDomain: (domain) => domain === administrators || store.hasOwnDomain(domain),
    catchAll,
    catchAllId,
  }
}

/** Reads the settings that mail needs again when their file changed. Settings that cannot be read make answers wait. */
function followMailSettings(home: Home, now: () => number): () => MailSettings | Promise<MailSettings> {
  let known: MailSettings | null = null
  let identity: string | null | undefined
  let looked = Number.NEGATIVE_INFINITY
  return () => {
    if (known !== null && now() - looked < settingsAreFresh) return known
    const facts = ignoring(['ENOENT'], () => statSync(home.settings, { bigint: true }))
    const found = facts === null ? null : identityOf(facts)
    if (known !== null && found === identity) {
      looked = now()
      return known
    }
    return readSettings(home).then((settings) => {
      known = settings
      identity = found
      looked = now()
      return settings
    })
  }
}
