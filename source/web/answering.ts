import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import { answerAuthWithRedirect } from './routes/auth-redirect-route.ts'
import { answerAuth } from './routes/auth-route.ts'
import { pathOf } from './routes/request-target.ts'
import type { ServiceTools } from './routes/service-tools.ts'
import type { Tenant } from './tenant.ts'

/** The answers from some tenants, and when the last of them was given. */
export type Answering = { answer: RequestListener; finished: (longest: number) => Promise<void> }

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Answers from these tenants: the proxies' questions at once, everything else as pages. */
export function answering(tenants: readonly Tenant[], tools: ServiceTools): Answering {
  const pages = getRequestListener(createApp(tenants, tools).fetch)
  const questions = new Map<string, Answer>()
  for (const tenant of tenants) {
    // A proxy asks with the method of the request that it asks about, so each method is answered.
    questions.set(`${tenant.basePath}auth`, (request, response) => answerAuth(request, response, tenant, tools))
    questions.set(`${tenant.basePath}auth/redirect`, (request, response) =>
      answerAuthWithRedirect(request, response, tenant, tools),
    )
  }
  let open = 0
  let whenIdle = (): void => undefined
  return {
    answer(request, response) {
      open += 1
      response.once('close', () => {
        open -= 1
        if (open === 0) whenIdle()
      })
      if (hasSeveralHosts(request)) {
        response.writeHead(400, { connection: 'close' }).end()
        return
      }
      const answer = questions.get(pathOf(request)) ?? pages
      answer(request, response).catch((error: unknown) => {
        tools.log({ event: 'failed', reason: 'unexpected', detail: error instanceof Error ? error.name : '' })
        if (response.headersSent) response.destroy()
        else response.writeHead(500).end()
      })
    },
    finished: (longest) =>
      new Promise((resolve) => {
        if (open === 0) return resolve()
        const timer = setTimeout(resolve, longest)
        whenIdle = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}

/** Node takes the first of several hosts, and a proxy before it may have taken another. */
function hasSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1
}
