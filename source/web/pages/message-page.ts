import { html } from 'hono/html'
import { type Markup, page } from './page.ts'

/** A page that says one thing. */
export type MessagePage = {
  title: string
  sentences: readonly string[]
  /** What to tell the administrator; null where nothing went wrong. */
  code: string | null
  next: { label: string; path: string } | null
}

/** An error, or another message, with one way on. */
export function messagePage({ title, sentences, code, next }: MessagePage, organization: string | null): Markup {
  return page(
    title,
    html`<h1>${title}</h1>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
${code === null ? '' : html`<p class="quiet">If you need help, tell your administrator this code: <code>${code}</code></p>`}
${next === null ? '' : html`<a class="button" href="${next.path}">${next.label}</a>`}`,
    organization,
  )
}
