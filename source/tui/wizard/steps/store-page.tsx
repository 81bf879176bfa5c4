import { useState } from 'react'
import { Problem } from '../../../text/problem.ts'
import { wrap } from '../../../text/width/wrap.ts'
import { useApp } from '../../app-context.ts'
import { useActions } from '../../hooks/use-actions.ts'
import { useSpace } from '../../hooks/use-space.ts'
import { FieldStep } from './field-step.tsx'

/**
 * Keeps the users in a database that several machines share. Only the help of the last step names the way here: who needs
 * it looks for it, and nobody else has to think about it.
 */
export function StorePage({ onDone }: { onDone: () => void }) {
  const app = useApp()
  const { columns } = useSpace()
  const [url, setUrl] = useState('')
  const [password, setPassword] = useState('')
  const [needsPassword, setNeedsPassword] = useState(false)
  useActions([{ keys: 'back', does: 'back', run: needsPassword ? () => setNeedsPassword(false) : onDone }], {
    layer: 'part',
  })
  const choose = async (given: string | null): Promise<void> => {
    try {
      await app.services.chooseStore(url.trim(), given)
    } catch (error) {
      const isAsked = error instanceof Problem && error.code === 'databasePasswordMissing'
      if (!isAsked || given !== null) throw error
      setNeedsPassword(true)
      return
    }
    await app.refresh()
    app.say('The users will be kept in this database.')
    onDone()
  }
  if (needsPassword)
    return (
      <FieldStep
        key="password"
        label="Password of the database"
        value={password}
        placeholder="the password"
        isSecret
        submits="connect"
        onChange={setPassword}
        onSubmit={choose}
        notes={wrap('It is kept in a file that only your account can read.', columns)}
      />
    )
  return (
    <FieldStep
      key="url"
      label="Address of a PostgreSQL database"
      value={url}
      placeholder="postgresql://rollcall@db1.example.com/mail"
      submits="use this database"
      onChange={setUrl}
      onSubmit={() => choose(null)}
      notes={wrap(
        'Needed only when several machines use the users, such as two mail hosts. Press Esc to keep the users in files.',
        columns,
      )}
    />
  )
}
