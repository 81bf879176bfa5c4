import { entry, problemFrom } from '../../text/problem-catalogue.ts'

const nameCauses: Readonly<Record<string, string>> = {
  ENOTFOUND: 'No name server knows it.',
  ENODATA: 'It has no address.',
  EAI_AGAIN: 'The name server did not answer.',
}

const portCauses: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there.',
  ETIMEDOUT: 'No answer came within 10 seconds. A firewall may drop the packets.',
  EHOSTUNREACH: 'There is no route to it from this machine.',
  ENETUNREACH: 'There is no route to it from this machine.',
}

const httpsCauses: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'The port takes connections, but says nothing.',
  ECONNRESET: 'The server closed the connection before it showed a certificate.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'The port answers, but not with HTTPS.',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'The port answers, but not with HTTPS.',
}

const chainCauses: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'It is signed by itself, so nobody vouches for it.',
  SELF_SIGNED_CERT_IN_CHAIN: "It is signed by an authority that this machine doesn't know.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "Its issuer is unknown here. Either the server doesn't send the intermediate certificate, or the authority is your own.",
  UNABLE_TO_GET_ISSUER_CERT: "The server doesn't send every intermediate certificate, or the authority is your own.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "The server doesn't send every intermediate certificate, or the authority is your own.",
  CERT_HAS_EXPIRED: 'A certificate further up in the chain has expired.',
  CERT_REVOKED: 'It was revoked.',
}

/** Everything that keeps browsers from the sign-in, as far as it can be seen from this machine. */
export const signInCheckProblems = {
  redirectUriNotAllowed: entry<{ redirectUri: string; faults: readonly string[] }>({
    kind: 'failed',
    title: "Google doesn't allow this redirect URI",
    cause: ({ faults }) => faults.join(' '),
    remedy: 'Correct the port or the instance ID:\nrollcall setup --port PORT --instance NAME',
    facts: ({ redirectUri }) => ({ redirectUri }),
    example: {
      redirectUri: 'https://archive.example.com:0/oidc/signin',
      faults: ['The port must be a number from 1 to 65535.'],
    },
  }),
  hostNotPublic: entry<{ host: string; faults: readonly string[] }>({
    kind: 'failed',
    title: "The archive's host isn't a public name",
    cause: ({ faults }) => `Google registers no redirect URI for it. ${faults.join(' ')}`,
    remedy:
      'Give the archive a name under a domain of yours. It may have a private address:\nrollcall setup --host archive.example.com',
    facts: ({ host }) => ({ host }),
    example: {
      host: 'archive.local',
      faults: ['The host must end in a public top-level domain; .local is for internal networks only.'],
    },
  }),
  hostNotFound: entry<{ host: string; error: string }>({
    kind: 'failed',
    title: "The archive's name doesn't resolve",
    cause: ({ host, error }) => `${host} has no address here. ${nameCauses[error] ?? 'The look-up failed.'}`,
    remedy: (_, { host }) =>
      `Add an A or AAAA record for the name, or correct the host. Then check:\ngetent ahosts ${host}\nrollcall setup --host archive.example.com`,
    facts: ({ host, error }) => ({ host, error: error === '' ? null : error }),
    example: { host: 'archive.example.com', error: 'ENOTFOUND' },
  }),
  portNotAnswering: entry<{ host: string; port: number; addresses: readonly string[]; error: string }>({
    kind: 'failed',
    title: ({ port }) => `Port ${port} doesn't answer`,
    cause: ({ host, error }) => `${host} refused every connection. ${portCauses[error] ?? 'Connecting failed.'}`,
    remedy: (_, { port }) =>
      `Start the service or the proxy before it, and open the port in the firewall:\nsudo systemctl status rollcall-serve\nsudo ss -ltnp 'sport = :${port}'`,
    facts: ({ host, port, addresses, error }) => ({ host, port, addresses, error: error === '' ? null : error }),
    example: { host: 'archive.example.com', port: 8462, addresses: ['192.0.2.10'], error: 'ECONNREFUSED' },
  }),
  httpsNotAnswering: entry<{ host: string; port: number; address: string; error: string }>({
    kind: 'failed',
    title: ({ port }) => `Port ${port} doesn't answer with HTTPS`,
    cause: ({ error }) => httpsCauses[error] ?? 'The TLS handshake failed.',
    remedy:
      'Give Rollcall a certificate, or put a reverse proxy with one before it:\nrollcall serve --tls-cert fullchain.pem --tls-key privkey.pem',
    facts: ({ host, port, address, error }) => ({ host, port, address, error: error === '' ? null : error }),
    example: {
      host: 'archive.example.com',
      port: 8462,
      address: '192.0.2.10',
      error: 'ERR_SSL_WRONG_VERSION_NUMBER',
    },
  }),
  certificateWrongName: entry<{ host: string; address: string; names: readonly string[] }>({
    kind: 'failed',
    title: 'The certificate is for another name',
    cause: ({ host, names }) =>
      `Browsers warn everybody who opens ${host}: the certificate is for ${names.length === 0 ? 'no name at all' : names.join(', ')}.`,
    remedy: (_, { host }) =>
      `Get a certificate for the host, or correct the host:\nsudo certbot certonly -d ${host}\nrollcall setup --host NAME`,
    facts: ({ host, address, names }) => ({ host, address, names }),
    example: { host: 'archive.example.com', address: '192.0.2.10', names: ['www.example.com'] },
  }),
  certificateExpired: entry<{ host: string; address: string; until: string }>({
    kind: 'failed',
    title: 'The certificate has expired',
    cause: ({ until }) => `It was valid until ${until}. Browsers warn everybody who wants to sign in.`,
    remedy:
      'Renew it. Rollcall reads the new one by itself within seconds; a proxy may need a reload:\nsudo certbot renew\nsudo systemctl reload nginx',
    facts: ({ host, address, until }) => ({ host, address, until }),
    example: { host: 'archive.example.com', address: '192.0.2.10', until: '2026-11-20T23:59:59.000Z' },
  }),
  certificateNotYetValid: entry<{ host: string; address: string; from: string }>({
    kind: 'failed',
    title: "The certificate isn't valid yet",
    cause: ({ from }) => `It is valid from ${from}, or the clock of this machine is wrong.`,
    remedy: 'Look at the clock, then at the certificate:\ntimedatectl',
    facts: ({ host, address, from }) => ({ host, address, from }),
    example: { host: 'archive.example.com', address: '192.0.2.10', from: '2026-12-20T00:00:00.000Z' },
  }),
  archiveCertificateUntrusted: entry<{ host: string; address: string; issuer: string; error: string }>({
    kind: 'failed',
    title: "Browsers don't trust the certificate",
    cause: ({ error }) => chainCauses[error] ?? `OpenSSL says ${error}.`,
    remedy:
      'Serve the full chain of a public authority. For an authority of your own, give its certificate:\nrollcall serve --tls-cert fullchain.pem --tls-key privkey.pem\nexport NODE_EXTRA_CA_CERTS=/etc/ssl/own-ca.pem\nrollcall check --sign-in',
    facts: ({ host, address, issuer, error }) => ({ host, address, issuer, error }),
    example: {
      host: 'archive.example.com',
      address: '192.0.2.10',
      issuer: 'certificate by archive.example.com',
      error: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    },
  }),
}

/** Makes a problem of the check of the sign-in's address. */
export const signInCheckProblem = problemFrom(signInCheckProblems)
