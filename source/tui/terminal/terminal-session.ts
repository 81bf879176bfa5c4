import { writeSync } from 'node:fs'
import type { Capabilities } from './capabilities.ts'
import { copySequence } from './clipboard.ts'
import { FrameWriter } from './frame-writer.ts'
import { holdMessages } from './held-messages.ts'
import { InputStream } from './input-stream.ts'
import { createScreenModes } from './screen.ts'

/** The signals that end the program; it ends by the same signal after it has put everything back. */
export type EndingSignal = 'SIGTERM' | 'SIGHUP' | 'SIGINT'

/** The terminal while the interface has it. */
export type TerminalSession = {
  input: InputStream
  output: FrameWriter
  /** Puts text into the clipboard of the machine in front of the person, where the terminal allows it. */
  copy(text: string): void
  /** Gives the terminal back and stops the process, as Ctrl-Z does elsewhere; comes back with SIGCONT. */
  suspend(): void
  /** Gives the terminal back as it was. May be called more than once. */
  close(): void
}

/**
 * Takes the terminal over: alternate screen, no cursor, bracketed paste, raw mode; what is typed is read when Ink asks for
 * it, and not echoed until then. Whatever happens, the terminal is given back: on `close`, and at the latest when the process exits.
 * @param onEnd a signal came, or the terminal went away (told as SIGHUP); the program should finish and close
 */
export function openTerminal(capabilities: Capabilities, onEnd: (signal: EndingSignal) => void): TerminalSession {
  const { stdin, stdout, stderr } = process
  const input = new InputStream(stdin)
  const output = new FrameWriter(stdout, capabilities)
  output.isInputBusy = () => input.isBusy
  const modes = createScreenModes(writeNow, capabilities.mouse)
  const messages = holdMessages(stderr)
  let isClosed = false
  let isSuspended = false

  const hangUp = (): void => onEnd('SIGHUP')
  const resize = (): void => output.takeSize()
  const signals: EndingSignal[] = ['SIGTERM', 'SIGHUP', 'SIGINT']
  // A parent that dies leaves the terminal to somebody else, without a signal.
  const parent = process.ppid
  const parentWatch = setInterval(() => {
    if (process.ppid !== parent) hangUp()
  }, 1000)
  parentWatch.unref()

  for (const signal of signals) process.on(signal, onEnd)
  process.on('SIGCONT', resume)
  process.on('exit', close)
  stdout.on('resize', resize)
  stdout.on('error', hangUp)
  stdin.on('error', hangUp)
  stdin.on('end', hangUp)
  modes.enter()
  input.resumeRawMode()

  function suspend(): void {
    if (isClosed || isSuspended) return
    isSuspended = true
    output.close()
    modes.leave()
    input.pauseRawMode()
    // The whole group, as the terminal would have done: a shell script or npm around the program stops with it.
    process.kill(0, 'SIGTSTP')
    // Where no shell could continue it, the kernel does not stop the process and no SIGCONT comes.
    setTimeout(resume, 200)
  }

  function resume(): void {
    if (isClosed || !isSuspended) return
    isSuspended = false
    input.resumeRawMode()
    modes.enter()
    output.open()
    // A window that was made larger or smaller meanwhile told only those at work in it: Node reads the size by this alone.
    process.emit('SIGWINCH', 'SIGWINCH')
    output.takeSize()
  }

  function close(): void {
    if (isClosed) return
    isClosed = true
    output.close()
    input.end()
    input.pauseRawMode()
    if (!isSuspended) modes.leave()
    clearInterval(parentWatch)
    // Those for ending signals stay: with none left, signal-exit, which Ink brings, ends the process in the middle of a commit.
    process.off('SIGCONT', resume)
    process.off('exit', close)
    stdout.off('resize', resize)
    messages.release()
    // The error listeners stay: a terminal that is gone reports so for every write to come.
  }

  return {
    input,
    output,
    copy: (text) => writeNow(copySequence(text, capabilities.tmux)),
    suspend,
    close,
  }
}

/** Writes to the terminal before returning, also while the process exits. A terminal that is gone is no error here. */
function writeNow(text: string): void {
  try {
    writeSync(process.stdout.fd, text)
  } catch {
    // EIO after a hang-up, EAGAIN on a terminal that takes nothing more: there is nobody to tell.
  }
}
