import type { Home } from '../../store/home.ts'
import { openStore, storeIn } from '../../store/open-store.ts'
import type { JoinOptions } from '../../store/postgresql/join-database.ts'
import { readStoreTarget, type SavedTarget, saveStoreTarget } from '../../store/postgresql/store-target.ts'
import { storeProblem } from '../../store/problems.ts'
import { Problem } from '../../text/problem.ts'

/** What a person says about the place of the store; what is left out stays as it is. */
export type StoreChoice = {
  /** The URL of a database, or `file`. */
  store?: string | undefined
  passwordFile?: string | undefined
  archiveHost?: string | undefined
}

/** Asks a person for a password. */
export type AskPassword = () => Promise<string>

/**
 * Says where the store of a home is from now on. A store that has users is never left behind: it is moved, see
 * `moveStore`. A database that holds a store already is joined.
 *
 * @param askPassword called when the database wants a password that nobody named
 * @throws Problem `storeUrlUnusable`, `storeHasUsers`, and those of the connection
 */
export async function chooseStore(home: Home, choice: StoreChoice, askPassword: AskPassword | null): Promise<void> {
  const current = readStoreTarget(home)
  if (choice.store === 'file') return leaveDatabase(home, current !== null)
  const target = await reachable(destinationOf(current, choice), askPassword, {
    home,
    takesArchives: choice.archiveHost !== undefined,
  })
  if (current?.url !== target.url) {
    const { moving, read } = await openStore(home)
    if ((await revisionOf(read)) > 0) throw storeProblem('storeHasUsers', { place: moving.place })
  }
  saveStoreTarget(home, target)
}

/** The target that a choice means, from what was chosen before. */
export function destinationOf(current: SavedTarget | null, choice: StoreChoice): SavedTarget {
  const { store, passwordFile, archiveHost } = choice
  const isOther = store !== undefined && store !== current?.url
  return {
    url: store ?? current?.url ?? '',
    // A password belongs to the database that it was given for.
    password: isOther || passwordFile !== undefined ? null : (current?.password ?? null),
    passwordFile: passwordFile ?? (isOther ? null : (current?.passwordFile ?? null)),
    archiveHost: archiveHost ?? current?.archiveHost ?? null,
  }
}

/**
 * Makes sure that a database can be used, and asks for the password where it has to.
 *
 * @returns the target, with the password that was asked for
 */
export async function reachable(
  target: SavedTarget,
  askPassword: AskPassword | null,
  options: JoinOptions,
): Promise<SavedTarget> {
  const { joinDatabase } = await import('../../store/postgresql/join-database.ts')
  try {
    await joinDatabase(target, options)
    return target
  } catch (error) {
    const isMissing = error instanceof Problem && error.code === 'databasePasswordMissing'
    if (!isMissing || askPassword === null) throw error
    const withPassword = { ...target, password: await askPassword() }
    await joinDatabase(withPassword, options)
    return withPassword
  }
}

/** A database may be left without moving when nobody is in it, or when the store was moved away from it. */
async function leaveDatabase(home: Home, isInDatabase: boolean): Promise<void> {
  if (!isInDatabase) return
  const { moving, read } = await openStore(home)
  const isLeft = await revisionOf(read).then(
    (revision) => revision === 0,
    (error: unknown) => {
      if (error instanceof Problem && ['storeMoved', 'databaseWithoutStore'].includes(error.code)) return true
      throw error
    },
  )
  if (!isLeft) throw storeProblem('storeHasUsers', { place: moving.place })
  await (await storeIn(home, null)).read()
  saveStoreTarget(home, null)
}

const revisionOf = async (read: () => Promise<{ revision: number }>): Promise<number> => (await read()).revision
