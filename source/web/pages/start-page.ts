import { html } from 'hono/html'
import type { ArchiveSize } from '../../store/archives/archive-sizes.ts'
import { counted, grouped } from '../../text/numbers.ts'
import { sizeWords } from '../../text/sizes.ts'
import { type Markup, page } from './page.ts'

/** An archive that a person may read; its size is null while it is being counted. */
export type ShownArchive = { name: string; size: ArchiveSize | null }

/** What a signed-in person sees. */
export type StartPage = {
  organization: string
  fullName: string
  address: string
  archives: readonly ShownArchive[]
  /** How many more there are than those shown. */
  more: number
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
        ({ name, size }) => html`<li><span>${name}</span><span>${archiveWords(size)}</span></li>`,
      )}</ul>${given.more > 0 ? html`<p class="quiet">and ${grouped(given.more)} more</p>` : ''}`
}
<form method="post" action="${given.signOutPath}"><button type="submit" class="plain">Sign out</button></form>`,
    given.organization,
  )
}

function archiveWords(size: ArchiveSize | null): Markup | string {
  if (size === null) return 'Being counted. Reload the page in a moment.'
  if (size.messages === 0) return 'Empty'
  return html`${counted(size.messages, 'message')} &middot; ${sizeWords(size.bytes)}`
}
