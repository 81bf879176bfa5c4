import { fileStore } from './file-store.ts'
import type { Home } from './home.ts'
import type { Store } from './store.ts'

/** Opens the store of a home, wherever its settings say that it is kept. Reads nothing of it yet. */
export async function openStore(home: Home): Promise<Store> {
  return fileStore(home)
}
