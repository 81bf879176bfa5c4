import { oneLine } from '../../text/one-line.ts'
import { Problem } from '../../text/problem.ts'

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ENOTFOUND: "The host's name can't be resolved.",
  EAI_AGAIN: "The host's name can't be resolved.",
  EDNS: "The host's name can't be resolved.",
  EAUTH: 'The server rejected the user name or the password.',
  ETIMEDOUT: 'The connection could not be opened in time.',
  ECONNRESET: 'The connection was broken off.',
  ENOENT: 'There is no /usr/sbin/sendmail on this machine.',
}

const certificateError = /^(?:(?:ERR_TLS_)?CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS_CERT)/

/** Says why something was not sent, as sentences without addresses and passwords. */
export function whyNot(error: unknown): string {
  if (error instanceof Problem) return `${error.title}.`
  if (!(error instanceof Error)) return 'It failed.'
  const chain = causesOf(error)
  const codes = chain.flatMap((cause) => ('code' in cause && typeof cause.code === 'string' ? [cause.code] : []))
  const untrusted = codes.find((code) => certificateError.test(code))
  if (untrusted !== undefined || chain.some(({ message }) => /certificate|altnames/i.test(message))) {
    return "The server's certificate is not trusted, or is for another name. For a certificate of your own, set NODE_EXTRA_CA_CERTS."
  }
  const known = codes.map((code) => words[code]).find((found) => found !== undefined)
  if (known !== undefined) return known
  const said = (chain.at(-1) ?? error).message.replaceAll(/[a-z+]+:\/\/\S+/gi, '(address)')
  return `${oneLine(said, 200).replace(/\.$/, '')}.`
}

/** An error and what caused it, the outermost first. */
function causesOf(error: Error): Error[] {
  const chain: Error[] = []
  for (let cause: unknown = error; cause instanceof Error && chain.length < 6; cause = cause.cause) chain.push(cause)
  return chain
}
