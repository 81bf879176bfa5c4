import { readOAuthClient } from '../../settings/credentials/credentials.ts'
import { brokenHostRules } from '../../settings/redirect/redirect-host-rules.ts'
import { brokenRedirectRules, isLocalhost, plainHost, redirectUri } from '../../settings/redirect/redirect-uri.ts'
import { readSettings } from '../../settings/settings.ts'
import type { AuthenticationSettings } from '../../settings/settings-schema.ts'
import { counted } from '../../text/numbers.ts'
import { type CheckStage, createStages, type Stages } from '../connection/check-stages.ts'
import type { OperationContext } from '../context.ts'
import { authenticationProblem } from '../sign-in/sign-in-problems.ts'
import { chainFault, dateFault, issuerWords, nameFault, type SeenCertificate, seeCertificate } from './certificate.ts'
import { reachPort, resolveHost, systemLookup } from './reach.ts'
import { signInCheckProblem } from './sign-in-check-problems.ts'

/** What the archive's manual asks of its address, in the order in which browsers come to need it. */
const titles = {
  setUp: 'The sign-in is set up',
  redirectUri: 'The redirect URI has the form that Google registers',
  publicSuffix: 'The host ends in a public top-level domain',
  name: 'The name resolves',
  port: 'The port answers',
  https: 'HTTPS answers',
  certificateName: 'The certificate fits the name',
  certificateDates: 'The certificate is valid today',
  certificateChain: 'The certificate is trusted',
} as const
type StageId = keyof typeof titles

/** What the check of the sign-in's address found. */
export type SignInReport = {
  stages: CheckStage[]
  /** Every stage passed. */
  passed: boolean
  /** Null before the sign-in is set up. */
  redirectUri: string | null
}

/**
 * Checks from this machine that browsers can reach the sign-in: what the archive's manual asks for, part by part. Changes
 * nothing, and asks nobody but name servers and the archive's own address.
 *
 * @param onStages told of all stages whenever one of them changes
 * @param lookup finds the addresses of a name
 * @returns the stages; a failed one holds its problem
 * @throws Problem (interrupted) only when the signal ends it
 */
export async function checkSignIn(
  context: OperationContext,
  onStages: (stages: readonly CheckStage[]) => void = () => {},
  lookup = systemLookup,
): Promise<SignInReport> {
  const stages = createStages<StageId>(titles, onStages)
  const address = await stages.run(
    'setUp',
    () => readAddress(context),
    ({ clientId }) => clientId,
  )
  if (address !== null) {
    await checkForm(address, stages)
    await checkAddress(context, address, stages, lookup)
  }
  const all = stages.finish()
  return {
    stages: all,
    passed: all.every(({ state }) => state === 'passed'),
    redirectUri: address === null ? null : redirectUri(address),
  }
}

async function readAddress({ home }: OperationContext): Promise<AuthenticationSettings> {
  const { authentication } = await readSettings(home)
  if (authentication === null || (await readOAuthClient(home)) === null)
    throw authenticationProblem('authenticationNotSetUp', {})
  return authentication
}

/** The rules for the host have a stage of their own, so that each fault is told once. */
async function checkForm(address: AuthenticationSettings, stages: Stages<StageId>): Promise<void> {
  const [uri, host] = [redirectUri(address), plainHost(address.host)]
  const ofHost = isLocalhost(host) ? [] : brokenHostRules(host)
  await stages.run(
    'redirectUri',
    async () => {
      const faults = brokenRedirectRules(uri).filter((fault) => !ofHost.includes(fault))
      if (faults.length > 0) throw signInCheckProblem('redirectUriNotAllowed', { redirectUri: uri, faults })
    },
    () => uri,
  )
  await stages.run(
    'publicSuffix',
    async () => {
      if (ofHost.length > 0) throw signInCheckProblem('hostNotPublic', { host, faults: ofHost })
    },
    () => (isLocalhost(host) ? `${host}, which Google allows for trying things out` : host),
  )
}

async function checkAddress(
  { signal }: OperationContext,
  address: AuthenticationSettings,
  stages: Stages<StageId>,
  lookup: typeof systemLookup,
): Promise<void> {
  const [host, port] = [plainHost(address.host), address.port]
  const addresses = await stages.run(
    'name',
    () => resolveHost(host, lookup),
    (found) => found.join(', '),
  )
  if (addresses === null) return
  const reached = await stages.run(
    'port',
    () => reachPort(host, port, addresses, signal),
    ({ answering, silent }) =>
      `${port} on ${answering.join(', ')}${silent.length === 0 ? '' : `; no answer on ${silent.join(', ')}`}`,
  )
  if (reached === null) return
  const isPlain = isLocalhost(host)
  const certificates = await stages.run(
    'https',
    async () =>
      isPlain ? [] : Promise.all(reached.answering.map((at) => seeCertificate({ host, port, address: at }, signal))),
    (seen) => (isPlain ? 'not needed for localhost' : [...new Set(seen.map(issuerWords))].join('; ')),
  )
  if (certificates === null) return
  const now = new Date()
  await checkEach(
    stages,
    'certificateName',
    certificates,
    (one) => nameFault(one, host),
    () => host,
  )
  const isInTime = await checkEach(
    stages,
    'certificateDates',
    certificates,
    (one) => dateFault(one, now),
    (seen) => datesWords(seen, now),
  )
  // A certificate that has expired hides what else is wrong with its chain.
  if (isInTime)
    await checkEach(stages, 'certificateChain', certificates, chainFault, (seen) =>
      seen.some(({ hasOwnAuthority }) => hasOwnAuthority)
        ? 'by an authority of your own, which every browser must know too'
        : 'by an authority that browsers know',
    )
}

/** Judges the certificate of each address that answers: they can differ. */
async function checkEach(
  stages: Stages<StageId>,
  id: StageId,
  certificates: readonly SeenCertificate[],
  fault: (certificate: SeenCertificate) => Error | null,
  describe: (certificates: readonly SeenCertificate[]) => string,
): Promise<boolean> {
  const passed = await stages.run(
    id,
    async () => {
      const found = certificates.map(fault).find((one) => one !== null)
      if (found) throw found
      return true
    },
    () => (certificates.length === 0 ? 'not needed for localhost' : describe(certificates)),
  )
  return passed === true
}

function datesWords(certificates: readonly SeenCertificate[], now: Date): string {
  const until = new Date(Math.min(...certificates.map(({ validTo }) => validTo.getTime())))
  const days = Math.floor((until.getTime() - now.getTime()) / (24 * 60 * 60 * 1000))
  const left = `until ${until.toISOString().slice(0, 10)}, ${counted(days, 'day')} left`
  return days < 14 ? `${left}: renew it now` : left
}
