import { connect } from 'node:net'

/** Sends bytes as they are, and gives the answer, without what is said before it (`100 Continue`). */
export function rawRequest(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      answer = withoutInterim(answer + text)
      if (isWhole(answer)) socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => resolve(answer))
    socket.write(bytes)
  })
}

const withoutInterim = (answer: string): string => answer.replace(/^(HTTP\/1\.1 1\d\d .*?\r\n\r\n)+/s, '')

/** The status of an answer; 0 where none came. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)

function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n')
  if (end === -1) return false
  const head = answer.slice(0, end).toLowerCase()
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1]
  if (length !== undefined) return answer.length - end - 4 >= Number(length)
  return head.includes('transfer-encoding: chunked') ? answer.endsWith('0\r\n\r\n') : true
}
