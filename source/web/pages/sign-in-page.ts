import { html } from 'hono/html'
import { type Markup, page } from './page.ts'

/** What the sign-in page shows. */
export type SignInPage = {
  organization: string
  /** Paths of this tenant, with the return address in them. */
  googlePath: string
  passwordPath: string
  /** Whether anybody signs in with a password. */
  hasPasswords: boolean
  /** Where the person goes afterwards, for the form; empty for the start page. */
  returnTo: string
  notice: string | null
  userName: string
}

/** The page on which people choose how to sign in. */
export function signInPage(given: SignInPage): Markup {
  const { organization, notice } = given
  return page(
    'Sign in',
    html`<h1>Sign in to your mail archive</h1>
<p class="quiet">${organization}</p>
${notice === null ? '' : html`<p class="notice" role="alert">${notice}</p>`}
<a class="button" href="${given.googlePath}">Sign in with Google</a>
${given.hasPasswords ? passwordForm(given) : ''}`,
    organization,
  )
}

function passwordForm({ passwordPath, returnTo, userName, notice }: SignInPage): Markup {
  const isOpen = userName !== '' && notice !== null
  return html`<details${isOpen ? html` open` : ''}>
<summary>Use a password instead</summary>
<form method="post" action="${passwordPath}">
<input type="hidden" name="return" value="${returnTo}">
<label for="name">User name</label>
<input id="name" name="name" value="${userName}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="320">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024">
<button type="submit" class="plain">Sign in with password</button>
</form>
</details>`
}
