import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ServiceContext } from '../routes/service-tools.ts'
import { type MessagePage, messagePage } from './message-page.ts'
import { type Markup, pageHeaders } from './page.ts'

/** Sends a page with the headers that every page has. */
export async function sendPage(
  context: ServiceContext,
  markup: Markup,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  for (const [name, value] of Object.entries(pageHeaders)) context.header(name, value)
  return context.html(markup, status)
}

/** Sends a page that says one thing. */
export function sendMessage(
  context: ServiceContext,
  organization: string | null,
  message: MessagePage,
  status: ContentfulStatusCode,
): Promise<Response> {
  return sendPage(context, messagePage(message, organization), status)
}
