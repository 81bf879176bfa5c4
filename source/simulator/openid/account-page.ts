import { createHash } from 'node:crypto'
import type { OrganizationUser } from '../organization/organization.ts'
import { type Answer, html } from '../server/answer.ts'

/** More accounts than these are reached by typing the address. */
const mostListed = 50

/**
 * The page on which a person picks an account.
 *
 * @param parameters those of the authorization request, which the answer carries on
 * @param complaint what was wrong with the account picked before
 */
export function accountPage(
  parameters: URLSearchParams,
  accounts: readonly OrganizationUser[],
  complaint?: string,
): Answer {
  const hidden = [...parameters]
    .filter(([name]) => name !== 'account' && name !== 'decision')
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  const buttons = accounts
    .slice(0, mostListed)
    .map(({ primaryEmail, name }) => {
      const address = escapeHtml(primaryEmail)
      return `<li><button name="account" value="${address}"><bdi>${escapeHtml(name?.fullName ?? '')}</bdi> ${address}</button>`
    })
    .join('\n')
  return page(
    'Choose an account',
    `${complaint === undefined ? '' : `<p role="alert">${escapeHtml(complaint)}</p>`}
<form>${hidden}<ul>
${buttons}
</ul></form>
<form>${hidden}<label>Another account <input name="account" type="email" required></label> <button>Next</button></form>
<form>${hidden}<button name="decision" value="cancel">Cancel</button></form>`,
  )
}

/** The page that says why nobody can sign in; the browser is not sent back from it. */
export function refusalPage(status: number, error: string, explanation: string): Answer {
  return {
    ...page('Access blocked', `<p>${escapeHtml(explanation)}</p><p>Error ${status}: ${escapeHtml(error)}</p>`),
    status,
  }
}

/** The page that posts the answer to the client, for `response_mode=form_post`. */
export function postingPage(action: string, parameters: URLSearchParams): Answer {
  const fields = [...parameters]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('')
  const form = `<form method="post" action="${escapeHtml(action)}">${fields}<button>Continue</button></form>`
  const answer = page('Signing in', `${form}<script>${submitScript}</script>`)
  const digest = createHash('sha256').update(submitScript).digest('base64')
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'`
  return { ...answer, headers: { ...answer.headers, 'content-security-policy': policy } }
}

const submitScript = 'document.forms[0].submit()'

function page(title: string, content: string): Answer {
  const answer = html(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title} (simulated)</title>
<style>body{font:16px/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}ul{list-style:none;padding:0}
li button{width:100%;text-align:start;padding:.5rem;margin:.1rem 0}</style>
<h1>${title}</h1><p>This is a simulator. No account of Google is asked for.</p>
${content}
</html>
`)
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'referrer-policy': 'no-referrer',
    },
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
