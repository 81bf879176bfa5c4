import { useState } from 'react'
import * as z from 'zod'
import type {
  AuthenticationChange,
  ConfiguredAuthentication,
} from '../../../operations/configure/configure-authentication.ts'
import { clientIdFault, clientSecretFault } from '../../../settings/credentials/oauth-client.ts'
import { archiveAddressFaults } from '../../../settings/redirect/archive-address-faults.ts'
import { authenticationNotes } from '../../../settings/redirect/authentication-notes.ts'
import { redirectUri, usualPort } from '../../../settings/redirect/redirect-uri.ts'
import { Problem } from '../../../text/problem.ts'
import { safeText } from '../../../text/safe-text.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { Form, type FormRow } from '../../components/form/form.tsx'
import { LeaveGuard } from '../../components/messages/leave-guard.tsx'
import { problemLines } from '../../components/messages/problem-lines.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useInterface } from '../../hooks/use-interface.ts'
import { useSpace } from '../../hooks/use-space.ts'
import type { Line } from '../../text/line.ts'
import { authenticationFault } from '../authentication-fault.ts'
import { servingChange, servingFields, servingRows, servingValues } from '../serving-fields.ts'
import { StepFrame } from '../step-frame.tsx'
import { useWizard } from '../wizard-context.ts'
import { openFieldSchema, readEntered } from '../wizard-draft.ts'
import { SignInCheck } from './sign-in-check.tsx'
import { StorePage } from './store-page.tsx'

/** Step 8: how users sign in to the archive with Google. Optional. */
export function AuthenticationStep() {
  return (
    <StepFrame
      step="authentication"
      about='Let people sign in with Google. Needs an OAuth client of type "Web application". Optional: press Enter to skip.'
    >
      <SetUpAndCheck />
    </StepFrame>
  )
}

/** The form, and once it is saved the check of the address that it names. */
function SetUpAndCheck() {
  const wizard = useWizard()
  const [saved, setSaved] = useState<ConfiguredAuthentication | null>(null)
  const [choosesStore, setChoosesStore] = useState(false)
  const action = { keys: 'b', does: 'keep the users in a database', rank: 'help' } as const
  useActions([{ ...action, run: () => setChoosesStore(true), when: !wizard.isSingle }], {
    layer: 'screen',
    isActive: !choosesStore,
  })
  if (choosesStore) return <StorePage onDone={() => setChoosesStore(false)} />
  return saved === null ? <AuthenticationForm onSaved={setSaved} /> : <SignInCheck saved={saved} />
}

/** What is kept of this step over a lost connection: everything but the secret. */
const keptSchema = () =>
  z.object({
    file: z.string(),
    clientId: z.string(),
    host: z.string(),
    port: z.string(),
    instanceId: z.string(),
    ...servingFields(),
  })
type Values = z.infer<ReturnType<typeof keptSchema>> & { clientSecret: string }

const incomplete =
  'Not complete: give the client file (or the client ID and its secret) and the host. To skip this step, clear these fields.'

function AuthenticationForm({ onSaved }: { onSaved: (saved: ConfiguredAuthentication) => void }) {
  const app = useApp()
  const wizard = useWizard()
  const { columns } = useSpace()
  const { glyphs, copy } = useInterface()
  const { authentication: current, signIn } = app.home.settings
  const [before] = useState<Values>(() => ({
    file: '',
    clientId: current?.clientId ?? '',
    host: current?.host ?? '',
    port: String(current?.port ?? usualPort),
    instanceId: current?.instanceId ?? '',
    ...servingValues(signIn),
    ...readEntered(wizard.draft, 'authentication', keptSchema),
    clientSecret: '',
  }))
  const [values, setValues] = useState(before)
  const [resumed] = useState(() => readEntered(wizard.draft, 'authenticationField', openFieldSchema))
  const [error, setError] = useState<unknown>(null)
  const address = { host: values.host, port: Number(values.port), instanceId: values.instanceId || null }
  const uri = values.host === '' || archiveAddressFaults(address).length > 0 ? null : redirectUri(address)
  const copyUri = (): void => {
    copy(uri ?? '')
    app.say('Copied the redirect URI (if your terminal supports it).')
  }
  useActions([{ keys: 'copyAddress', does: 'copy the redirect URI', run: copyUri, when: uri !== null, rank: 'late' }], {
    layer: 'screen',
  })
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
      if (said === null) {
        const { clientSecret, ...kept } = { ...values, [id]: text }
        setValues({ ...kept, clientSecret })
        wizard.enter('authentication', JSON.stringify(kept))
        setError(null)
      }
      return said
    },
  })
  // Each field is judged by itself: the others may not be filled in yet.
  const addressFault = (part: Partial<typeof address>): string | null =>
    archiveAddressFaults({ host: 'localhost', port: usualPort, instanceId: null, ...part }).join(' ') || null
  const rows = [
    row(
      'file',
      'Client file',
      "The OAuth client's JSON file from the Google Cloud console. It holds ID and secret.",
      () => null,
    ),
    row('clientId', 'Client id', 'Ends in .apps.googleusercontent.com.', clientIdFault),
    row('clientSecret', 'Client secret', 'Stored privately, and never shown.', clientSecretFault, true),
    row('host', 'Host', 'The host name at which browsers reach the archive.', (host) => addressFault({ host })),
    row('port', 'Port', 'Usually 8462. The redirect URI leaves out 443.', (port) =>
      addressFault({ port: Number(port) }),
    ),
    row('instanceId', 'Instance id', 'Hosted edition only.', (instanceId) => addressFault({ instanceId })),
    ...servingRows.map(({ id, label, about, fault }) => row(id, label, about, fault)),
  ]
  const { port, ...others } = values
  const isUntouched =
    current === null && port === String(usualPort) && Object.values(others).every((text) => text === '')
  const accept = async (): Promise<void> => {
    if (isUntouched) return wizard.next()
    setError(null)
    const change: AuthenticationChange = {
      clientFile: values.file === '' ? undefined : { path: values.file },
      clientId: values.file === '' && values.clientId !== '' ? values.clientId : undefined,
      clientSecret: values.file === '' && values.clientSecret !== '' ? values.clientSecret : undefined,
      host: values.host,
      port: Number(values.port),
      instanceId: values.instanceId || null,
    }
    try {
      const serving = await servingChange(values, app.services)
      const configured = await app.services.saveAuthentication(change)
      await app.services.saveSettings({ signIn: { ...signIn, ...serving } })
      await app.refresh()
      onSaved(configured)
    } catch (problem) {
      setError(problem)
    }
  }
  const isIncomplete = error instanceof Problem && error.code === 'authenticationIncomplete'
  const errors: Line[] = isIncomplete
    ? wrap(`${glyphs.failed} ${incomplete}`, columns, 2)
    : error !== null
      ? problemLines(error, columns, glyphs.failed)
      : []
  // The setup keeps what was typed, but no secret.
  const isUnsaved = values.clientSecret !== '' || (wizard.isSingle && JSON.stringify(values) !== JSON.stringify(before))
  const rowAtFault = authenticationFault(error, values)
  const notes = [
    ...(uri === null ? [] : ['', ...wrap(`Redirect URI to register: ${uri}`, columns)]),
    ...(error === null ? authenticationNotes.flatMap((note) => wrap(note, columns)) : []),
  ]
  return (
    <LeaveGuard isChanged={isUnsaved} onLeave={wizard.back}>
      <Form
        rows={rows}
        accepts={isUntouched ? (wizard.isSingle ? 'back' : 'skip') : wizard.accepts}
        startsAtEnd={!wizard.isSingle}
        errors={errors}
        fault={rowAtFault === null ? null : { row: rowAtFault, cause: error }}
        notes={notes}
        resumed={resumed}
        onEditing={(field) => wizard.enter('authenticationField', JSON.stringify(field))}
        onAccept={() => app.hold(accept())}
      />
    </LeaveGuard>
  )
}
