import { entry, problemFrom } from '../text/problem-catalogue.ts'

/** Why the system refused to listen, by its error's name. */
const listenCauses: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program listens there.',
  EACCES: 'This account may not use it. Ports below 1024 need systemd socket activation or CAP_NET_BIND_SERVICE.',
  EADDRNOTAVAIL: 'This machine does not have that address.',
  EEXIST: 'A file of that name is in the way, and it is not a socket.',
  ENOENT: 'The folder for the socket does not exist.',
  ENOGROUP: 'This machine has no group of that name.',
  EPERM: 'This account is not a member of that group.',
}

/** Everything that keeps the log-on service from running. */
export const serviceProblems = {
  serviceNotSetUp: entry<{ home: string }>({
    kind: 'failed',
    title: "Sign-in with Google isn't set up",
    cause: 'The service needs an OAuth client and the address of the archive.',
    remedy: (_, { home }) =>
      `Set it up, then start the service again:\nrollcall --home ${home} setup --oauth-client FILE --host archive.example.com`,
    facts: ({ home }) => ({ home }),
    example: { home: '/var/lib/rollcall' },
  }),
  tenantsClash: entry<{ why: string; homes: readonly string[] }>({
    kind: 'badData',
    title: "The tenants can't be served together",
    cause: ({ why }) => why,
    remedy: 'Give each home an instance ID of its own:\nrollcall --home FOLDER setup --instance NAME',
    facts: ({ homes }) => ({ homes }),
    example: { why: 'Two homes have the same instance ID.', homes: ['/srv/rollcall/a', '/srv/rollcall/b'] },
  }),
  cannotServe: entry<{ address: string; error: string }>({
    kind: 'failed',
    title: ({ address }) => `Can't listen on ${address}`,
    cause: ({ error }) => listenCauses[error] ?? 'The system refused.',
    remedy: 'Stop the other program, or choose another address:\nrollcall serve --listen ADDRESS:PORT',
    facts: ({ address, error }) => ({ address, error: error === '' ? null : error }),
    example: { address: '127.0.0.1:8462', error: 'EADDRINUSE' },
  }),
  plainHttpOutside: entry<{ address: string }>({
    kind: 'usage',
    title: 'Plain HTTP is only for this machine',
    cause: ({ address }) => `Others can reach ${address}, and nothing would be encrypted. Nothing was started.`,
    remedy:
      'Give a certificate, or listen for a reverse proxy on this machine:\nrollcall serve --tls-cert FILE --tls-key FILE\nrollcall serve --listen 127.0.0.1:8463',
    facts: ({ address }) => ({ address }),
    example: { address: '0.0.0.0:8462' },
  }),
  lookupsOutside: entry<{ address: string }>({
    kind: 'usage',
    title: 'Look-ups are only for this machine',
    cause: ({ address }) =>
      `Others can reach ${address}, and could ask for everybody's addresses. Nothing was started.`,
    remedy:
      'Give a socket, or a port of this machine:\nrollcall serve --lookups unix:/run/rollcall/lookups\nrollcall serve --lookups 127.0.0.1:8464',
    facts: ({ address }) => ({ address }),
    example: { address: '0.0.0.0:8464' },
  }),
}

/** Makes a problem of the service. */
export const serviceProblem = problemFrom(serviceProblems)
