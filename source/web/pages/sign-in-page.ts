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
${notice === null || isAboutPassword(given) ? '' : html`<p class="notice" role="alert">${notice}</p>`}
<a class="button" href="${given.googlePath}">Sign in with Google</a>
${given.hasPasswords ? passwordForm(given) : ''}`,
    organization,
  )
}

/** What is wrong with a name and a password stands with them. */
const isAboutPassword = ({ userName, notice, hasPasswords }: SignInPage): boolean =>
  hasPasswords && userName !== '' && notice !== null

function passwordForm(given: SignInPage): Markup {
  const { passwordPath, returnTo, userName, notice } = given
  const isWrong = isAboutPassword(given)
  const told = isWrong ? html` aria-invalid="true" aria-describedby="told"` : ''
  return html`<details${isWrong ? html` open` : ''}>
<summary>Use a password instead</summary>
<form method="post" action="${passwordPath}">
${isWrong ? html`<p class="notice" id="told" role="alert">${notice}</p>` : ''}
<input type="hidden" name="return" value="${returnTo}">
<label for="name">User name</label>
<input id="name" name="name" value="${userName}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="320"${told}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1024"${told}${isWrong ? html` autofocus` : ''}>
<button type="submit" class="plain">Sign in with password</button>
</form>
</details>`
}
