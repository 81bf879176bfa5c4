import type { Settings } from '../../settings/settings-schema.ts'
import { wrap } from '../../text/width/wrap.ts'
import type { MenuItem } from '../components/list/menu.tsx'
import type { Line } from '../text/line.ts'

/** What can follow a first synchronization. */
export type NextStep = 'timer' | 'signIn' | 'mail' | 'undo' | 'home'

/** What to do next, what is set up already left out. */
export function nextSteps({ authentication }: Pick<Settings, 'authentication'>): readonly MenuItem<NextStep>[] {
  return [
    { value: 'timer', label: 'Run this every hour', about: 'install a timer' },
    ...(authentication === null
      ? [{ value: 'signIn' as const, label: 'Let people sign in', about: 'set up Google sign-in' }]
      : []),
    { value: 'mail', label: 'Connect your mail server', about: 'Postfix, Dovecot' },
    { value: 'undo', label: 'Undo', about: 'preview it first' },
    { value: 'home', label: 'Home', about: '' },
  ]
}

/** How a step is done that belongs into a shell: what it does, the commands, and where to read on. */
export type ShellStep = { title: string; about: string; commands: readonly string[]; more: string }

/** The steps that are done in a shell. */
export const shellSteps: Readonly<Record<'timer' | 'mail', ShellStep>> = {
  timer: {
    title: 'Run this every hour',
    about: 'In a shell, as root. The first command says each step and changes nothing; the second one installs.',
    commands: ['rollcall install --calendar hourly --dry-run', 'rollcall install --calendar hourly'],
    more: 'Without systemd, rollcall timer print has a line for cron. Read on in docs/automation.md.',
  },
  mail: {
    title: 'Connect your mail server',
    about:
      "In a shell. This answers Postfix's questions about addresses from the users of this moment, until you stop it.",
    commands: ['rollcall serve --lookups unix:/var/spool/postfix/rollcall/lookups,mode=0660'],
    more: 'The lines for Postfix and Dovecot are in docs/mail-servers.md.',
  },
}

/** Such a step as lines: commands stand alone, to be copied. */
export function shellStepLines({ about, commands, more }: ShellStep, columns: number): Line[] {
  return [
    ...wrap(about, columns),
    '',
    ...commands.flatMap((command) => wrap(command, columns).map((text): Line => [{ text, tone: 'accent' }])),
    '',
    ...wrap(more, columns).map((text): Line => [{ text, dim: true }]),
  ]
}
