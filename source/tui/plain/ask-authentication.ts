import type { CheckStage } from '../../operations/connection/check-stages.ts'
import { archiveAddressFaults } from '../../settings/redirect/archive-address-faults.ts'
import { authenticationNotes } from '../../settings/redirect/authentication-notes.ts'
import { type ArchiveAddress, usualPort } from '../../settings/redirect/redirect-uri.ts'
import { safeText } from '../../text/safe-text.ts'
import { signInCheckText } from '../../views/check.ts'
import { wholePrint } from '../../views/print.ts'
import type { HomeState } from '../services.ts'
import { type ServingValues, servingChange, servingRows, servingValues } from '../wizard/serving-fields.ts'
import type { Plain } from './plain.ts'
import type { Questions } from './questions.ts'

/** How users sign in with Google, as questions; optional. The secret comes from the client's file and is never typed. */
export async function askAuthentication(
  questions: Questions,
  { services, tools }: Plain,
  { settings }: HomeState,
): Promise<void> {
  const current = settings.authentication
  const what = current === null ? 'Let people sign in with Google?' : 'Change the sign-in with Google?'
  if (!(await questions.yes(`${what} It is optional`, false))) return
  for (const note of authenticationNotes) questions.say(note)
  const file = await questions.line(
    "Path of the OAuth client's JSON file; none keeps the current one",
    current === null ? '' : 'none',
  )
  const host = await questions.line('Host name at which browsers reach the archive', current?.host, (host) =>
    faultOf({ host }),
  )
  const port = await questions.line('Port, usually 8462', String(current?.port ?? usualPort), (port) =>
    faultOf({ port: Number(port) }),
  )
  const instance = await questions.line(
    'Instance ID (hosted edition only), or none',
    current?.instanceId ?? 'none',
    (id) => faultOf({ instanceId: id === 'none' ? null : id }),
  )
  const serving = await askServing(questions, servingValues(settings.signIn))
  const change = await servingChange(serving, services)
  const { redirectUri, note } = await services.saveAuthentication({
    clientFile: file === '' || file === 'none' ? undefined : { path: file },
    host,
    port: Number(port),
    instanceId: instance === 'none' ? null : instance,
  })
  await services.saveSettings({ signIn: { ...settings.signIn, ...change } })
  questions.say(`Redirect URI to register: ${safeText(redirectUri)}`)
  if (note !== null) questions.say(note)
  let stages: readonly CheckStage[] = []
  await services.checkSignIn(tools, (now) => {
    stages = now
  })
  const passed = stages.every(({ state }) => state === 'passed')
  questions.say(signInCheckText({ stages, passed }, wholePrint))
  if (!passed) questions.say('You can continue and fix it later: rollcall check --sign-in')
}

/** How browsers reach the service. Without a certificate there is no key to ask for. */
async function askServing(questions: Questions, current: ServingValues): Promise<ServingValues> {
  const values: ServingValues = { ...current }
  for (const { id, question, fault } of servingRows) {
    if (id === 'certificateKey' && values.certificate === '') values.certificateKey = ''
    else {
      const answer = await questions.line(`${question}, or none`, current[id] || 'none', (typed) =>
        typed === 'none' ? null : fault(typed),
      )
      values[id] = answer === 'none' ? '' : answer
    }
  }
  return values
}

/** What is wrong with one part of the archive's address, whatever the others are. */
function faultOf(part: Partial<ArchiveAddress>): string | null {
  return archiveAddressFaults({ host: 'localhost', port: usualPort, instanceId: null, ...part }).join(' ') || null
}
