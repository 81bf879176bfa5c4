import { realpathSync } from 'node:fs'
import { getAsset, isSea } from 'node:sea'
import { Worker } from 'node:worker_threads'

/** How this program was started, and what starts it again. */
export type ThisProgram = {
  /** `executable`: one file with Node in it. `script`: a Node of this machine runs it. */
  form: 'executable' | 'script'
  /** The program's own file, absolute, with links followed. */
  file: string
  /** The words that start it again from any folder, whatever PATH is: absolute paths. Arguments go behind them. */
  command: readonly string[]
  /** Who put the file here: Debian's package manager, npm, or a person who copied it. */
  cameBy: 'debian' | 'npm' | 'copy'
}

/** Where Debian's packages put the program; what a person copies belongs below /usr/local or /opt. */
const debianFiles = ['/usr/bin/rollcall', '/usr/share/rollcall/rollcall.js']

/** Tells how this program was started. Everything that prints or starts the program's own path asks here. */
export function thisProgram(): ThisProgram {
  // In an executable, the second argument is what was typed, which says nothing about where it lies.
  if (isSea()) return described('executable', process.execPath, [process.execPath])
  const file = realpathSync(process.argv[1] ?? '')
  return described('script', file, [process.execPath, file])
}

function described(form: ThisProgram['form'], file: string, command: readonly string[]): ThisProgram {
  if (debianFiles.includes(file)) return { form, file, command: [debianFiles[0] ?? file], cameBy: 'debian' }
  return { form, file, command, cameBy: file.includes('/node_modules/') ? 'npm' : 'copy' }
}

/**
 * Starts a thread that runs this same program.
 *
 * @param args what the program finds as its arguments
 */
export function startThread(args: readonly string[]): Worker {
  // Flags of Node are for the process that was started with them.
  const options = { argv: [...args], execArgv: [] }
  if (!isSea()) return new Worker(thisProgram().file, options)
  return new Worker(getAsset('loader', 'utf8'), { ...options, eval: true })
}
