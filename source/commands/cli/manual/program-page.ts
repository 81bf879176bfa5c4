import { Command, type Option } from 'commander'
import { version } from '../../../version.ts'
import { examplesOf } from '../examples.ts'
import { exitCodeMeanings } from '../exit-code.ts'
import { addGlobalOptions } from '../global-options.ts'
import { roffItem, roffText, roffUnbroken } from './roff.ts'

/** Returns the page of the program itself, from the same commands, flags and examples as `--help`. */
export function programPage(program: Command): string {
  const commands = program.commands.flatMap((command) => [command, ...command.commands]).filter(isShown)
  const others = program.commands.filter(isShown).map((command) => `${roffText(pageName(command))}(1)`)
  return [
    ...head('rollcall', 'keeps the user database of a mail archive in step with Google Workspace'),
    '.SH SYNOPSIS',
    '.B rollcall',
    '[\\fIoptions\\fR] [\\fIcommand\\fR]',
    '.SH DESCRIPTION',
    roffText(
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
    ...environment.flatMap(([name, meaning]) => roffItem(name, meaning)),
    '.SH FILES',
    '.TP',
    '.I \\(ti/.local/share/rollcall',
    roffText(
      'The home, unless --home or ROLLCALL_HOME name another folder: settings, credentials, users, backups, history, archives.',
    ),
    '.SH SEE ALSO',
    ['rollcall\\-settings(5)', ...others].join(', '),
    '',
  ].join('\n')
}

/** Returns the page of one command with those below it. */
export function commandPage(command: Command): string {
  const below = command.commands.filter(isShown)
  const options = [...optionLines(command), ...optionLines(addGlobalOptions(new Command()))]
  const examples = exampleLines(command)
  return [
    ...head(pageName(command), command.summary() || command.description()),
    '.SH SYNOPSIS',
    `.B ${roffText(fullName(command))}`,
    roffText(command.usage()),
    '.SH DESCRIPTION',
    roffText(command.description()),
    ...(below.length === 0 ? [] : ['.SH COMMANDS', ...below.flatMap(commandLines)]),
    '.SH OPTIONS',
    ...options,
    ...(examples.length === 0 ? [] : ['.SH EXAMPLES', ...examples]),
    '.SH EXIT STATUS',
    ...exitLines,
    '.SH SEE ALSO',
    'rollcall(1), rollcall\\-settings(5)',
    '',
  ].join('\n')
}

/** The name of a command's page: `rollcall-users`. */
export const pageName = (command: Command): string => fullName(command).replaceAll(' ', '-')

/** Whether help shows a command. Commander keeps no public record of it. */
export const isShown = (command: Command): boolean =>
  (command.parent?.createHelp().visibleCommands(command.parent) ?? []).includes(command)

const head = (name: string, does: string): string[] => [
  `.TH ${roffText(name.toUpperCase())} 1 "" "rollcall ${version}" "User Commands"`,
  ...roffUnbroken,
  '.SH NAME',
  `${roffText(name)} \\- ${roffText(does)}`,
]

const exitLines = exitCodeMeanings.flatMap(([code, meaning]) => roffItem(String(code), meaning))

const environment: readonly [name: string, meaning: string][] = [
  ['ROLLCALL_HOME', 'the home, unless --home names one'],
  ['ROLLCALL_GOOGLE', 'a simulated Google on loopback, unless --google names one'],
  ['HTTPS_PROXY, ALL_PROXY, NO_PROXY', 'the proxy on the way to Google, and what goes without it, as curl reads them'],
  ['NODE_EXTRA_CA_CERTS', 'a file with the certificates of a company proxy, PEM'],
  ['NO_COLOR', 'no color, if it holds anything'],
  ['ROLLCALL_THEME', 'light, dark or none: colors that fit the background of the terminal'],
]

function fullName(command: Command): string {
  const names: string[] = []
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name())
  return names.join(' ')
}

function commandLines(command: Command): string[] {
  return [
    `.SS ${roffText(`${fullName(command).replace(/^\S+ /, '')} ${command.usage()}`)}`,
    roffText(command.description()),
    ...optionLines(command),
    ...exampleLines(command),
  ]
}

function optionLines(command: Command): string[] {
  return command.options
    .filter((option) => !option.hidden)
    .flatMap((option) => roffItem(option.flags, describe(option)))
}

/** What a flag is for, with the values that it takes. */
function describe({ description, argChoices }: Option): string {
  return argChoices === undefined ? description : `${description}: ${argChoices.join(' or ')}`
}

function exampleLines(command: Command): string[] {
  return examplesOf(command).flatMap(({ line, does }) => roffItem(line, does))
}
