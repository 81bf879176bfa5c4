import { dirname } from 'node:path'
import { disk } from '../../store/disk/file-operations.ts'
import { replaceFile } from '../../store/disk/replace-file.ts'
import { outsideFileProblem } from './outside-file-problems.ts'
import { placeFault } from './place-fault.ts'

/**
 * Makes sure that nobody else could change what is going to be written there.
 *
 * @param file an absolute path
 * @throws Problem `placeNotOwn` (failed); the system call's own error
 */
export function expectOwnPlace(file: string): void {
  const fault = placeFault(dirname(file))
  if (fault !== null) throw outsideFileProblem('placeNotOwn', { file, ...fault })
}

/**
 * Writes a file outside the home, for the owner alone (0600), as one step. What stood there is replaced, with its mode
 * and its owner; a link is replaced and not followed. Where another program's file must keep its mode, use `replaceFile`.
 *
 * @param file an absolute path
 * @throws Problem `placeNotOwn` (failed); the system call's own error
 */
export function writeOwnFile(file: string, pieces: Iterable<string>): void {
  expectOwnPlace(file)
  replaceFile(disk, file, pieces, 'private')
}
