import { entry, problemFrom } from '../../text/problem-catalogue.ts'

/** Everything that keeps Rollcall from being installed on a machine, or taken off it. */
export const installProblems = {
  installNeedsRoot: entry<{ command: string }>({
    kind: 'failed',
    title: 'Only root can do this',
    cause: 'It changes accounts and units of the machine. Nothing was changed.',
    remedy: ({ command }) => `To see the steps first, add --dry-run. To do it:\nsudo ${command}`,
    example: { command: '/usr/local/bin/rollcall install' },
  }),
  installedByPackage: entry({
    kind: 'usage',
    title: 'A Debian package installed this Rollcall',
    cause: 'The package has made the account, the home and the units. Nothing was changed.',
    remedy:
      'Set it up, and start the timer:\nsudo -u rollcall /usr/bin/rollcall\nsudo systemctl enable --now rollcall.timer\nTo remove it:\nsudo apt remove rollcall',
    example: {},
  }),
  installNeedsLinux: entry<{ platform: string }>({
    kind: 'usage',
    title: 'This works on Linux only',
    cause: ({ platform }) => `This machine runs ${platform}, which has no systemd. Nothing was changed.`,
    remedy: 'Run a sync from a schedule of your own:\nrollcall sync --quiet',
    example: { platform: 'darwin' },
  }),
  programMisplaced: entry<{ path: string; why: string; file: string; isNode: boolean }>({
    kind: 'failed',
    title: "The service can't run this file safely",
    cause: ({ path, why }) => `${path} ${why}. Nothing was changed.`,
    remedy: ({ isNode }, { file }) =>
      isNode
        ? 'Use the Rollcall with Node.js inside, or a Node.js that the system installed for all accounts. See docs/install.md.'
        : `Copy it to a place that only root can change, and install from there:\nsudo install -m 755 ${file} /usr/local/bin/rollcall\nsudo /usr/local/bin/rollcall install`,
    facts: ({ path }) => ({ path }),
    example: {
      path: '/home/ada',
      why: "can't be read by other accounts",
      file: '/home/ada/rollcall-linux-x64',
      isNode: false,
    },
  }),
  installCommandFailed: entry<{ command: string; why: string }>({
    kind: 'failed',
    title: 'A program of the system failed',
    cause: ({ why }) => `${why} The steps before it are done.`,
    remedy: ({ command }) => `Fix the cause, then run it again. You can try the step alone:\nsudo ${command}`,
    facts: ({ command }) => ({ command }),
    example: { command: 'useradd --system rollcall', why: 'useradd: cannot lock /etc/passwd; try again later.' },
  }),
}

/** Makes a problem of installing. */
export const installProblem = problemFrom(installProblems)
