import type { Command } from 'commander'
import { serveUnits } from '../../views/units/serve-units.ts'
import { timerUnits } from '../../views/units/timer-units.ts'
import { completionScripts } from '../cli/completion/completion-scripts.ts'
import { manualPages } from '../cli/manual/manual-pages.ts'

/** The folders of a machine that programs put their files into. */
export type Layout = {
  units: string
  accounts: string
  folders: string
  manual: string
  bash: string
  zsh: string
  fish: string
}

/** What belongs to Debian's packages. */
export const packageLayout: Layout = {
  units: '/usr/lib/systemd/system',
  accounts: '/usr/lib/sysusers.d',
  folders: '/usr/lib/tmpfiles.d',
  manual: '/usr/share/man',
  bash: '/usr/share/bash-completion/completions',
  zsh: '/usr/share/zsh/vendor-completions',
  fish: '/usr/share/fish/vendor_completions.d',
}

/** What belongs to the machine's administrator. */
export const administratorLayout: Layout = {
  units: '/etc/systemd/system',
  accounts: '/etc/sysusers.d',
  folders: '/etc/tmpfiles.d',
  manual: '/usr/local/share/man',
  bash: '/usr/local/share/bash-completion/completions',
  zsh: '/usr/local/share/zsh/site-functions',
  fish: '/usr/local/share/fish/vendor_completions.d',
}

/** One file to put on a machine, with what it is for. */
export type InstalledFile = {
  what: 'account' | 'home' | 'units' | 'completions' | 'manual'
  path: string
  content: string
}

/**
 * Returns everything that belongs on a machine beside the program: account, home, units, completions, manual.
 *
 * @param program with all its commands, which the manual describes
 */
export function installedFiles(
  program: Command,
  layout: Layout,
  facts: { calendar: string; account: string; home: string; command: readonly string[] },
): InstalledFile[] {
  const { calendar, account, home, command } = facts
  const units = [
    ...timerUnits({ calendar, user: account, home, command }, layout.units).files,
    ...serveUnits({ user: account, home, command }, layout.units),
  ]
  const pages = manualPages(program)
  return [
    {
      what: 'account',
      path: `${layout.accounts}/rollcall.conf`,
      content: `u ${account} - "Rollcall" ${home} /usr/sbin/nologin\n`,
    },
    { what: 'home', path: `${layout.folders}/rollcall.conf`, content: `d ${home} 0700 ${account} ${account} -\n` },
    ...units.map((unit) => ({ what: 'units' as const, ...unit })),
    { what: 'completions', path: `${layout.bash}/rollcall`, content: `${completionScripts.bash}\n` },
    { what: 'completions', path: `${layout.zsh}/_rollcall`, content: `${completionScripts.zsh}\n` },
    { what: 'completions', path: `${layout.fish}/rollcall.fish`, content: `${completionScripts.fish}\n` },
    ...pages.map(({ name, section, text }) => ({
      what: 'manual' as const,
      path: `${layout.manual}/man${section}/${name}.${section}`,
      content: text,
    })),
  ]
}
