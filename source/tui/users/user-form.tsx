import { useState } from 'react'
import type { UserChange } from '../../operations/users/change-users.ts'
import { passwordFault } from '../../sync/password-fault.ts'
import type { User } from '../../sync/user.ts'
import { safeText } from '../../text/safe-text.ts'
import { useApp } from '../app-context.ts'
import { Form, type FormRow } from '../components/form/form.tsx'
import { LeaveGuard } from '../components/messages/leave-guard.tsx'
import { problemLines } from '../components/messages/problem-lines.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import { changedWords } from './changed-words.ts'
import type { OnDone } from './on-done.ts'
import { userFault } from './user-fault.ts'

type Values = { userName: string; fullName: string; addresses: string; pop3UserNames: string; password: string }

type UserFormProps = {
  /** Null for a new one. */
  user: User | null
  onDone: OnDone
  onLeave: () => void
}

/** Adds an integrated user, or changes one. Letters are typed into the field at the cursor, Enter saves. */
export function UserForm({ user, onDone, onLeave }: UserFormProps) {
  const app = useApp()
  const { columns } = useSpace()
  const { glyphs } = useInterface()
  const [before] = useState<Values>({
    userName: user?.userName ?? '',
    fullName: user?.fullName ?? '',
    addresses: user?.emailAddresses.join(' ') ?? '',
    pop3UserNames: user?.pop3UserNames.join(' ') ?? '',
    password: '',
  })
  const [values, setValues] = useState(before)
  const [error, setError] = useState<unknown>(null)
  const row = (id: Exclude<keyof Values, 'password'>, label: string, about: string): FormRow => ({
    id,
    label,
    about,
    kind: 'text',
    text: values[id],
    value: safeText(values[id]),
    change: (text) => {
      setValues({ ...values, [id]: text.trim() })
      setError(null)
      return null
    },
  })
  const password: FormRow = {
    id: 'password',
    label: 'Password',
    about: 'At least 8 characters. Only a hash is stored.',
    kind: 'text',
    // Nobody could tell what stands in it, so it begins empty each time.
    text: '',
    value: passwordWords(user, values.password !== ''),
    isSecret: true,
    beforeAgain: passwordFault,
    change: (text) => {
      setValues({ ...values, password: text })
      setError(null)
      return null
    },
  }
  const accept = async (): Promise<void> => {
    const change: UserChange = {
      fullName: values.fullName,
      emailAddresses: words(values.addresses),
      pop3UserNames: words(values.pop3UserNames),
      password: values.password === '' ? undefined : values.password,
    }
    try {
      if (user === null) {
        const done = await app.services.addUser(values.userName, change)
        const userName = done.plan.changes[0]?.userName ?? values.userName
        onDone(done, `Created ${safeText(userName)}.`, userName)
      } else {
        const done = await app.services.editUser(user.userName, change)
        onDone(done, changedWords(user, done))
      }
    } catch (error) {
      setError(error)
    }
  }
  const rowAtFault = userFault(error, user === null ? values.userName : null)
  return (
    <LeaveGuard isChanged={JSON.stringify(values) !== JSON.stringify(before)} onLeave={onLeave}>
      <Form
        accepts="save"
        rows={[
          ...(user === null ? [row('userName', 'User name', 'The name to sign in with.')] : []),
          row('fullName', 'Full name', 'For example, Ada Lovelace'),
          row('addresses', 'Addresses', 'E-mail addresses, primary one first, separated by spaces.'),
          row('pop3UserNames', 'POP3 names', 'POP3 user names whose mail belongs here, separated by spaces.'),
          password,
        ]}
        errors={error === null ? [] : problemLines(error, columns, glyphs.failed)}
        fault={rowAtFault === null ? null : { row: rowAtFault, cause: error }}
        onAccept={() => {
          if (values.userName === '') app.say('Type the user name first.')
          else app.hold(accept())
        }}
      />
    </LeaveGuard>
  )
}

const words = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')

function passwordWords(user: User | null, isGiven: boolean): string {
  if (user?.password === undefined) return isGiven ? 'set' : 'none: cannot sign in yet'
  return isGiven ? 'will change' : 'kept as it is'
}
