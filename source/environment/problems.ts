import { entry, problemFrom } from '../text/problem-catalogue.ts'

const proxyRemedy = (variable: string): string =>
  `Set it to the proxy's address and run it again:\nexport ${variable}=http://proxy.example.com:3128`

/** What to do about a variable; all others are proxies. */
const remedies: Readonly<Record<string, string>> = {
  NO_PROXY:
    'Separate the entries by commas: names, addresses, networks, or * alone. Then run it again:\nexport NO_PROXY=localhost,.example.com,10.0.0.0/8',
  NODE_EXTRA_CA_CERTS:
    "Set it to a PEM file that you can read, with your company's root certificate, and run it again:\nexport NODE_EXTRA_CA_CERTS=/etc/ssl/certs/company.pem",
  HOME: 'Set HOME to a path that begins with /, or name the folder to use:\nrollcall --home /var/lib/rollcall',
  TMPDIR: 'Set it to a folder that you can write to, or unset it:\nunset TMPDIR',
}

/** Everything that can be wrong with the environment variables that Rollcall reads. Values are never shown: they may hold secrets. */
export const environmentProblems = {
  variableUnusable: entry<{ variable: string; why: string }>({
    kind: 'usage',
    title: ({ variable }) => `${variable} can't be used`,
    cause: ({ variable, why }) => `The environment variable ${variable} ${why} Nothing was changed.`,
    remedy: ({ variable }) => remedies[variable.toUpperCase()] ?? proxyRemedy(variable),
    facts: ({ variable }) => ({ variable }),
    nameless: ['variable'],
    example: {
      variable: 'HTTPS_PROXY',
      why: 'names a proxy of the kind socks5://. Rollcall can use http:// and https:// proxies only.',
    },
  }),
  unsafeEnvironment: entry<{ variable: string; effect: string }>({
    kind: 'usage',
    title: ({ variable }) => `${variable} is set`,
    cause: ({ effect }) => `With this environment variable ${effect}. Rollcall refuses to connect to Google like that.`,
    remedy: ({ variable }) =>
      `Unset ${variable} and run it again. For a company's own certificate use NODE_EXTRA_CA_CERTS.`,
    facts: ({ variable }) => ({ variable }),
    nameless: ['variable', 'effect'],
    example: { variable: 'NODE_TLS_REJECT_UNAUTHORIZED', effect: 'anybody on the way could pose as Google' },
  }),
}

/** Makes a problem of the environment. */
export const environmentProblem = problemFrom(environmentProblems)
