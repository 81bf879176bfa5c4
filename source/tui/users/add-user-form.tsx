import { useState } from 'react'
import type { UserChange } from '../../operations/change-users.ts'
import { safeText } from '../../views/safe-text.ts'
import { useApp } from '../app-context.ts'
import { Form, type FormRow } from '../components/form.tsx'
import { shownProblem } from '../components/problem-lines.ts'
import { useInterface } from '../hooks/use-interface.ts'
import { useSpace } from '../hooks/use-space.ts'
import { wrap } from '../text/wrap.ts'

/** Adds an integrated user. Space opens a field, Enter adds the user. */
export function AddUserForm({ onDone }: { onDone: () => void }) {
  const app = useApp()
  const { columns } = useSpace()
  const { glyphs } = useInterface()
  const [values, setValues] = useState({ userName: '', fullName: '', addresses: '', password: '' })
  const [wrong, setWrong] = useState('')
  const row = (id: keyof typeof values, label: string, about: string): FormRow => ({
    id,
    label,
    about,
    kind: 'text',
    text: values[id],
    value: id === 'password' ? (values.password === '' ? 'none: cannot sign in yet' : 'set') : safeText(values[id]),
    isSecret: id === 'password',
    change: (text) => {
      setValues({ ...values, [id]: text.trim() })
      return null
    },
  })
  const accept = async (): Promise<void> => {
    const change: UserChange = {
      fullName: values.fullName,
      emailAddresses: values.addresses.split(/[\s,]+/).filter((address) => address !== ''),
      password: values.password === '' ? undefined : values.password,
    }
    try {
      await app.services.addUser(values.userName, change)
      onDone()
    } catch (error) {
      const problem = shownProblem(error)
      setWrong(`${problem.title}. ${problem.cause}`)
    }
  }
  return (
    <Form
      rows={[
        row('userName', 'User name', 'The name to log on with.'),
        row('fullName', 'Full name', 'As people know the user.'),
        row('addresses', 'Addresses', 'E-mail addresses, the primary one first, separated by blanks.'),
        row('password', 'Password', 'At least 8 characters; only its hash is kept.'),
      ]}
      notes={wrong === '' ? [] : wrap(`${glyphs.failed} ${wrong}`, columns, 2)}
      onAccept={() => {
        if (values.userName === '') app.say('Space opens the field: the user name is needed.')
        else app.onBusy(accept())
      }}
    />
  )
}
