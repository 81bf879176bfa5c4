import { html } from 'hono/html'
import { counted } from '../../text/numbers.ts'
import { sizeWords } from '../../text/sizes.ts'
import { type Markup, page } from './page.ts'

/** An archive that a person may read. */
export type ShownArchive = { name: string; messages: number; bytes: number }

/** What a signed-in person sees. */
export type StartPage = {
  organization: string
  fullName: string
  address: string
  archives: readonly ShownArchive[]
  /** Where the mail is read; null where no application is known. */
  application: string | null
  signOutPath: string
}

/** The page of somebody who signed in. */
export function startPage(given: StartPage): Markup {
  const { archives, application } = given
  return page(
    'Your archives',
    html`<h1>${given.fullName}</h1>
<p class="quiet">${given.address}</p>
${application === null ? '' : html`<a class="button" href="${application}">Open your mail</a>`}
<h2>${archives.length === 1 ? 'Your archive' : 'Your archives'}</h2>
${
  archives.length === 0
    ? html`<p>You can't read any archive yet. Ask your administrator for access.</p>`
    : html`<ul>${archives.map(
        ({ name, messages, bytes }) =>
          html`<li><span>${name}</span><span>${messageWords(messages)} &middot; ${sizeWords(bytes)}</span></li>`,
      )}</ul>`
}
<form method="post" action="${given.signOutPath}"><button type="submit" class="plain">Sign out</button></form>`,
    given.organization,
  )
}

const messageWords = (count: number): string => counted(count, 'message')
