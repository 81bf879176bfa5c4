import { parentPort } from 'node:worker_threads'
import { startThread } from '../../../environment/this-program.ts'
import { createStoreReader, type StoreReader, type StoreReading } from './store-reader.ts'

/** The argument with which the program becomes the worker that reads stores. Not for people. */
const storeWorkerArgument = '--store-worker'

/**
 * Starts a thread that reads and compares the store, so that the thread that answers requests never waits for it: reading
 * 100,000 users takes more than a second.
 */
export function startStoreWorker(folder: string): StoreReader {
  const worker = startThread([storeWorkerArgument, folder])
  // The service's listeners keep the process alive, not this.
  worker.unref()
  let waiting: { resolve: (reading: StoreReading) => void; reject: (error: unknown) => void } | null = null
  worker.on('message', (reading: StoreReading) => {
    waiting?.resolve(reading)
    waiting = null
  })
  worker.on('error', (error) => {
    waiting?.reject(error)
    waiting = null
  })
  return {
    read: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        worker.postMessage('read')
      }),
    close: async () => {
      await worker.terminate()
    },
  }
}

/** Answers the thread that started this one, until it ends. */
export function runStoreWorker(folder: string): void {
  const reader = createStoreReader(folder)
  parentPort?.on('message', () => {
    void reader.read().then((reading) => parentPort?.postMessage(reading))
  })
}
