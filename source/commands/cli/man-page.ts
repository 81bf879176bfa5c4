import type { Command, Option } from 'commander'
import { version } from '../../version.ts'
import { examplesOf } from './examples.ts'
import { exitCodeMeanings } from './exit-code.ts'
import { createProgram } from './program.ts'

/** The manual page in roff, made from the same commands, flags and examples as `--help`. */
export async function manPage(): Promise<string> {
  const program = await createProgram()
  const commands = program.commands.flatMap((command) => [command, ...command.commands]).filter(isShown)
  return [
    `.TH ROLLCALL 1 "" "rollcall ${version}" "User Commands"`,
    '.SH NAME',
    `rollcall \\- ${text('keeps the user database of a mail archive in step with Google Workspace')}`,
    '.SH SYNOPSIS',
    '.B rollcall',
    '[\\fIoptions\\fR] [\\fIcommand\\fR]',
    '.SH DESCRIPTION',
    text(
      'Alone it opens the terminal interface: the setup at first, then re-syncs in two keys. Everything can also be done by commands. Nothing is ever written to Google.',
    ),
    '.SH OPTIONS',
    ...optionLines(program),
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...exitLines,
    '.SH EXAMPLES',
    ...exampleLines(program),
    '.SH ENVIRONMENT',
    ...environment.flatMap(([name, meaning]) => ['.TP', `.B ${text(name)}`, text(meaning)]),
    '.SH FILES',
    '.TP',
    '.I \\(ti/.local/share/rollcall',
    text(
      'The home, unless --home or ROLLCALL_HOME name another folder: settings, credentials, users, backups, history, archives.',
    ),
    '',
  ].join('\n')
}

/** The signs that roff would take for something else, or show as another sign, so that what is copied is not what was meant. */
const signs: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  '"': '\\(dq',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
}

const exitLines = exitCodeMeanings.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, text(meaning)])

const environment: readonly [name: string, meaning: string][] = [
  ['ROLLCALL_HOME', 'the home, unless --home names one'],
  ['ROLLCALL_GOOGLE', 'a stand-in for Google on loopback, unless --google names one'],
  ['HTTPS_PROXY, ALL_PROXY, NO_PROXY', 'the proxy on the way to Google, and what goes without it, as curl reads them'],
  ['NODE_EXTRA_CA_CERTS', 'a file with the certificates of a company proxy, PEM'],
  ['NO_COLOR', 'no colour, when it holds anything'],
]

// Commander keeps no public record of it, and shows only these in help.
const isShown = (command: Command): boolean =>
  (command.parent?.createHelp().visibleCommands(command.parent) ?? []).includes(command)

function commandLines(command: Command): string[] {
  const names: string[] = []
  for (let at: Command | null = command; at?.parent; at = at.parent) names.unshift(at.name())
  return [
    `.SS ${text(`${names.join(' ')} ${command.usage()}`)}`,
    text(command.description()),
    ...optionLines(command),
    ...exampleLines(command),
  ]
}

function optionLines(command: Command): string[] {
  return command.options
    .filter((option) => !option.hidden)
    .flatMap((option) => ['.TP', `.B ${text(option.flags)}`, text(describe(option))])
}

/** What a flag is for, with the values that it takes. */
function describe({ description, argChoices }: Option): string {
  return argChoices === undefined ? description : `${description}: ${argChoices.join(' or ')}`
}

function exampleLines(command: Command): string[] {
  return examplesOf(command).flatMap(({ line, does }) => ['.TP', `.B ${text(line)}`, text(does)])
}

/** Plain text in roff, where a dot at the beginning of a line has a meaning, too. */
function text(plain: string): string {
  const escaped = plain.replace(/[\\\-"'`^~]/g, (sign) => signs[sign] ?? sign)
  return escaped.startsWith('.') ? `\\&${escaped}` : escaped
}
