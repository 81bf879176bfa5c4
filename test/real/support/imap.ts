import { connect } from 'node:net'

/** Signs in by IMAP and reads the subject of the first message; null where the sign-in is refused. */
export function readFirstSubject(port: number, userName: string, password: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const commands = [
      `a LOGIN "${userName}" "${password}"`,
      'b SELECT INBOX',
      'c FETCH 1 BODY.PEEK[HEADER.FIELDS (SUBJECT)]',
      'd LOGOUT',
    ]
    let text = ''
    let sent = 0
    const next = (): void => {
      socket.write(`${commands[sent]}\r\n`)
      sent += 1
    }
    socket.on('error', reject)
    socket.on('data', (data) => {
      text += data
      if (sent === 0 && /^\* OK/m.test(text)) next()
      else if (/^[abc] (NO|BAD)/m.test(text)) {
        socket.end()
        resolve(null)
      } else if (sent === 1 && /^a OK/m.test(text)) next()
      else if (sent === 2 && /^b OK/m.test(text)) next()
      else if (sent === 3 && /^c OK/m.test(text)) {
        next()
        resolve(/Subject: (.*?)\r?\n/.exec(text)?.[1] ?? '')
      }
    })
    socket.on('close', () => reject(new Error(`The connection ended: ${text}`)))
  })
}
