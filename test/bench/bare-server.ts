import { createServer } from 'node:http'

// Started by serve.ts: the least that any service does which answers yes.
const server = createServer((_request, response) => {
  response.writeHead(200).end()
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.(typeof address === 'object' ? address?.port : null)
})
process.once('disconnect', () => process.exit())
