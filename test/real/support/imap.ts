import { connect } from 'node:net'

/** Signs in by IMAP and reads the subject of the first message; null where the sign-in is refused. */
export async function readFirstSubject(port: number, userName: string, password: string): Promise<string | null> {
  const answers = await tryCommands(port, userName, password, [
    'SELECT INBOX',
    'FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]',
  ])
  return answers.length === 0 ? null : (/Subject: (.*?)\r?\n/.exec(answers[1] ?? '')?.[1] ?? '')
}

/** The subjects of every message in a folder. */
export async function readSubjects(
  port: number,
  userName: string,
  password: string,
  folder: string,
): Promise<string[]> {
  const answers = await tryCommands(port, userName, password, [
    `SELECT "${folder}"`,
    'FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]',
  ])
  return [...(answers[1] ?? '').matchAll(/Subject: (.*?)\r?\n/g)].map(([, subject]) => subject ?? '')
}

/** Signs in by IMAP and gives commands. Returns what each was answered; nothing where the sign-in is refused. */
export function tryCommands(
  port: number,
  userName: string,
  password: string,
  commands: readonly string[],
): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const lines = [`LOGIN "${userName}" "${password}"`, ...commands]
    const answers: string[] = []
    let text = ''
    let sent = -1
    const next = (): void => {
      sent += 1
      text = ''
      socket.write(`c${sent} ${lines[sent] ?? 'LOGOUT'}\r\n`)
    }
    socket.on('error', reject)
    socket.on('data', (data) => {
      text += data
      if (sent === -1) {
        if (/^\* OK/m.test(text)) next()
        return
      }
      const answer = new RegExp(`^c${sent} (OK|NO|BAD)[^\\r\\n]*\\r\\n`, 'm').exec(text)?.[1]
      if (answer === undefined) return
      if (sent === 0 && answer !== 'OK') {
        socket.end()
        resolve([])
        return
      }
      if (sent > 0) answers.push(text)
      if (sent < lines.length) next()
      else {
        socket.end()
        resolve(answers.slice(0, commands.length))
      }
    })
    socket.on('close', () => reject(new Error(`The connection ended: ${text}`)))
  })
}
