import { oneLine } from './one-line.ts'
import { safeText } from './safe-text.ts'

/**
 * A text as one word of a command that a person copies into a shell. It survives the screen: what a screen would not show
 * as it is (control characters, letters that are not composed, several spaces) is written as numbers, which bash, zsh and
 * ksh read.
 */
export function shellWord(text: string): string {
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text)) return text
  const survives =
    text === safeText(text) && text === oneLine(text, Number.POSITIVE_INFINITY) && !/^ | $| {2}/.test(text)
  return survives ? quotedWord(text) : `$'${numbered(text)}'`
}

/** The same for a file that a plain POSIX shell reads, such as a line of cron, where no screen is in between. */
export function quotedWord(text: string): string {
  return /^[\w@%+:,./-][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** As the last word of a command: behind a name that looks like an option, nothing else may be taken for one. */
export function shellArgument(text: string): string {
  return text.startsWith('-') ? `-- ${shellWord(text)}` : shellWord(text)
}

/** A path as a word of a command: a relative one that looks like an option is given with its folder. */
export const shellPath = (path: string): string => shellWord(path.startsWith('-') ? `./${path}` : path)

/**
 * A printed command that names the home which a flag gave: copied without it, the command would reach another home. A line
 * that is no command of Rollcall's, or names a home already, comes back as it is.
 */
export function withHomeFlag(line: string, home: string): string {
  if (!/^rollcall(?: |$)/.test(line)) return line
  const [, command = line, rest = ''] = commandWithRest.exec(line) ?? []
  return / --home\b/.test(command.replace(/'[^']*'/g, '')) ? line : `${command} --home ${shellPath(home)}${rest}`
}

/** What follows the flags of a command: a name behind `--`, or a file that is piped in. Quoted words can hold both. */
const commandWithRest = /^((?:'[^']*'|\\.|[^'\\])*?)((?: --| <) .*)?$/

/** Three digits, so that a digit behind them belongs to none. */
const numbered = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => {
    const letter = String.fromCharCode(byte)
    return /[\w@%+=:,./-]/.test(letter) ? letter : `\\${byte.toString(8).padStart(3, '0')}`
  }).join('')

/** Whether a line of a message is a command to copy, which must not be broken. */
export const isCommandLine = (line: string): boolean => /^(?:rollcall|sudo|rm|mv|mkdir|timedatectl)(?: |$)/.test(line)
