import { useState } from 'react'
import type { AuthenticationChange } from '../../operations/configure-authentication.ts'
import { archiveAddressFaults } from '../../settings/archive-address-faults.ts'
import { authenticationNotes } from '../../settings/authentication-notes.ts'
import { clientIdFault, clientSecretFault } from '../../settings/oauth-client.ts'
import { redirectUri, usualPort } from '../../settings/redirect-uri.ts'
import { safeText } from '../../views/safe-text.ts'
import { useApp } from '../app-context.ts'
import { Form, type FormRow } from '../components/form.tsx'
import { shownProblem } from '../components/problem-lines.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useSpace } from '../hooks/use-space.ts'
import { isLetter } from '../keys/bindings.ts'
import { wrap } from '../text/wrap.ts'
import { StepFrame } from './step-frame.tsx'
import { useWizard } from './wizard-context.ts'

/** Step 8: how users sign in to the archive with Google. Optional. */
export function AuthenticationStep() {
  const hints = [
    { keys: 'Enter', does: 'go on or skip' },
    { keys: 'Space', does: 'change' },
    { keys: 'c', does: 'copy the redirect URI' },
    { keys: 'Esc', does: 'back' },
    { keys: 'q', does: 'quit' },
  ]
  return (
    <StepFrame
      step="authentication"
      about="How users sign in with Google, by an OAuth client of type Web application. Optional: with nothing given, Enter skips."
      hints={hints}
    >
      <AuthenticationForm />
    </StepFrame>
  )
}

type Values = { file: string; clientId: string; clientSecret: string; host: string; port: string; instanceId: string }

function AuthenticationForm() {
  const app = useApp()
  const wizard = useWizard()
  const { columns } = useSpace()
  const { glyphs, copy } = useInterface()
  const current = app.home.settings.authentication
  const [values, setValues] = useState<Values>({
    file: '',
    clientId: current?.clientId ?? '',
    clientSecret: '',
    host: current?.host ?? '',
    port: String(current?.port ?? usualPort),
    instanceId: current?.instanceId ?? '',
  })
  const [wrong, setWrong] = useState('')
  const address = { host: values.host, port: Number(values.port), instanceId: values.instanceId || null }
  const uri = values.host === '' || archiveAddressFaults(address).length > 0 ? null : redirectUri(address)
  useKeys(
    (key) => {
      if (!isLetter(key, 'c') || uri === null) return false
      copy(uri)
      app.say('Copied the redirect URI, where the terminal allows it.')
      return true
    },
    { layer: 'screen' },
  )
  const row = (
    id: keyof Values,
    label: string,
    about: string,
    fault: (text: string) => string | null,
    isSecret = false,
  ): FormRow => ({
    id,
    label,
    about,
    kind: 'text',
    text: values[id],
    value: isSecret
      ? values[id] === ''
        ? current === null
          ? 'none yet'
          : 'kept as it is'
        : 'set'
      : safeText(values[id]),
    isSecret,
    change: (typed) => {
      const text = typed.trim()
      const said = text === '' ? null : fault(text)
      if (said === null) setValues({ ...values, [id]: text })
      return said
    },
  })
  const addressFault = (change: Partial<typeof address>) => (): string | null =>
    archiveAddressFaults({ ...address, ...change }).join(' ') || null
  const rows = [
    row(
      'file',
      'Client file',
      "The JSON file that Google's console offers for the OAuth client: it brings id and secret.",
      () => null,
    ),
    row('clientId', 'Client id', 'Ends in .apps.googleusercontent.com.', clientIdFault),
    row('clientSecret', 'Client secret', 'Kept for the owner alone, and never shown.', clientSecretFault, true),
    row('host', 'Host', "The name under which browsers find the archive's web access.", (host) =>
      addressFault({ host })(),
    ),
    row('port', 'Port', '8462 unless the archive is set otherwise; 443 is left out.', (port) =>
      addressFault({ port: Number(port) })(),
    ),
    row('instanceId', 'Instance id', 'Only the hosted edition has one.', (instanceId) =>
      addressFault({ instanceId })(),
    ),
  ]
  const isUntouched =
    current === null && [values.file, values.clientId, values.clientSecret, values.host].every((text) => text === '')
  const accept = async (): Promise<void> => {
    if (isUntouched) return wizard.next()
    const change: AuthenticationChange = {
      clientFile: values.file === '' ? undefined : { path: values.file },
      clientId: values.file === '' && values.clientId !== '' ? values.clientId : undefined,
      clientSecret: values.file === '' && values.clientSecret !== '' ? values.clientSecret : undefined,
      host: values.host,
      port: Number(values.port),
      instanceId: values.instanceId || null,
    }
    try {
      const { note } = await app.services.saveAuthentication(change)
      await app.refresh()
      if (note !== null) app.say(note)
      wizard.next()
    } catch (error) {
      const problem = shownProblem(error)
      setWrong(`${problem.title}. ${problem.cause}`)
    }
  }
  const notes = [
    ...(wrong === '' ? [] : wrap(`${glyphs.failed} ${wrong}`, columns, 2)),
    ...(uri === null ? [] : ['', ...wrap(`Redirect URI to register: ${uri}`, columns)]),
    ...authenticationNotes.flatMap((note) => wrap(note, columns)),
  ]
  return <Form rows={rows} notes={notes} onAccept={() => app.onBusy(accept())} />
}
