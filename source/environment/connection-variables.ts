import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { environmentProblem } from './problems.ts'
import { type Environment, readVariable } from './read-variable.ts'

/**
 * Checks the variables that decide how Node.js connects: those that would make a connection to Google unsafe or write its
 * tokens out, and the certificates that Node.js would pass over with a warning.
 *
 * @throws Problem that names the variable
 */
export function checkConnectionVariables(environment: Environment): void {
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    const effect = 'anybody on the way could pose as Google'
    throw environmentProblem('unsafeEnvironment', { variable: 'NODE_TLS_REJECT_UNAUTHORIZED', effect })
  }
  if ((environment.NODE_DEBUG ?? '').split(/[\s,]+/).some(debugsRequests)) {
    const effect = 'Node.js prints requests with their access tokens'
    throw environmentProblem('unsafeEnvironment', { variable: 'NODE_DEBUG', effect })
  }
  checkExtraCertificates(environment)
}

/** Whether a pattern of NODE_DEBUG, in which stars stand for anything, names one of Node's HTTP clients. */
function debugsRequests(pattern: string): boolean {
  const named = pattern.split('*').map((part) => part.replace(/\W/g, '[$&]'))
  return ['http', 'https'].some((section) => new RegExp(`^${named.join('.*')}$`, 'i').test(section))
}

const block = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g

/** No file of certificates is larger; a longer one is something else. */
const mostBytes = 16 * 1024 * 1024

/** Node.js reads the file when it starts, and goes on without it where it cannot. */
function checkExtraCertificates(environment: Environment): void {
  const variable = readVariable(environment, ['NODE_EXTRA_CA_CERTS'])
  const why = variable === null ? null : certificateFault(variable.value)
  if (why === null) return
  throw environmentProblem('variableUnusable', { variable: 'NODE_EXTRA_CA_CERTS', why })
}

function certificateFault(path: string): string | null {
  let text: string
  try {
    const facts = statSync(path)
    if (!facts.isFile()) return `names ${path}, which is not a file.`
    if (facts.size > mostBytes) return `names ${path}, which is too large for a file of certificates.`
    text = readFileSync(path, 'latin1')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'ENOENT' ? `names ${path}, which doesn't exist.` : `names ${path}, which can't be read (${code}).`
  }
  const blocks = text.match(block) ?? []
  if (blocks.length === 0) return `names ${path}, which holds no certificate in PEM form.`
  try {
    for (const each of blocks) new X509Certificate(each)
    return null
  } catch {
    return `names ${path}, in which a certificate can't be read.`
  }
}
