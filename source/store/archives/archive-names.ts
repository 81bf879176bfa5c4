import { createHash } from 'node:crypto'

/** The longest name that Linux, macOS and Windows take, in bytes; a folder's name holds ASCII only, so in characters. */
const maximumLength = 255

/** Follows the beginning of a name that was too long, before the hash of the whole. */
const hashMark = '=~'
const hashLength = 64

/**
 * The name of the folder that holds an archive, the same for ever and never the same for two archives.
 *
 * Small letters, digits and `@ . _ - + '` stand for themselves, so an ordinary address is its own folder name. Every
 * other character is written `=` and two hexadecimal digits, or `=u` and four for each UTF-16 unit above ASCII. So folder
 * names have no capitals and no accents, and two names cannot meet on a disk that ignores case or Unicode forms. The same
 * is done to a leading dot (hidden files, `.` and `..`), a trailing dot (which Windows drops), a leading hyphen (which
 * commands take for an option) and the first letter of a device name of Windows. What then is longer than 255 bytes is
 * cut, and ends in the SHA-256 of the whole; see archive-labels.ts for the way back.
 *
 * `=` and not `%` leads, because `%` is a variable in Dovecot's settings.
 */
export function folderOf(archive: string): string {
  const name = encode(archive)
  if (name.length <= maximumLength) return name
  const hash = createHash('sha256').update(name).digest('hex')
  return name.slice(0, maximumLength - hashLength - hashMark.length) + hashMark + hash
}

/**
 * The archive whose folder this is.
 *
 * @returns null when no archive has this folder name, or when it was cut and only its label knows
 */
export function archiveOf(folder: string): string | null {
  if (folder.length > maximumLength || isCut(folder)) return null
  const archive = folder === '=' ? '' : folder.replace(/=u([0-9a-f]{4})|=([0-9a-f]{2})/g, decodeUnit)
  // Only what encoding would have made counts; anything else is a folder that somebody else made.
  return folderOf(archive) === folder ? archive : null
}

/** Whether a folder's name is that of an archive whose name was too long. */
export function isCut(folder: string): boolean {
  return (
    folder.length === maximumLength && folder.lastIndexOf(hashMark) === maximumLength - hashLength - hashMark.length
  )
}

/** The hash in the name of a folder that was cut. */
export const hashOf = (folder: string): string => folder.slice(-hashLength)

function encode(archive: string): string {
  if (archive === '') return '='
  const safe = archive.replace(/[^a-z0-9@._+'-]/g, encodeUnit)
  return safe
    .replace(/^[.-]/, encodeUnit)
    .replace(/\.$/, encodeUnit)
    .replace(/^[a-z](?=[a-z]{2}[0-9]?(\.|$))/, (letter) => (isDevice(safe) ? encodeUnit(letter) : letter))
}

/** Names that Windows keeps for devices, with or without an extension. */
const isDevice = (name: string): boolean => /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/.test(name)

function encodeUnit(unit: string): string {
  const code = unit.charCodeAt(0)
  return code < 0x80 ? `=${code.toString(16).padStart(2, '0')}` : `=u${code.toString(16).padStart(4, '0')}`
}

const decodeUnit = (_match: string, wide: string | undefined, narrow: string | undefined): string =>
  String.fromCharCode(Number.parseInt(wide ?? narrow ?? '0', 16))
