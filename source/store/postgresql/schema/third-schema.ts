/** The third version: the keys that seal sessions, so that a session holds on every machine. */
export const thirdSchema: readonly string[] = ['ALTER TABLE rollcall.sessions ADD COLUMN keys text']

/** What the new column is. */
export const thirdComments: Readonly<Record<string, string>> = {
  'COLUMN rollcall.sessions.keys':
    'JSON: the keys that seal sessions, each sealed itself with the secret of the OAuth client, which is not in here.',
}
