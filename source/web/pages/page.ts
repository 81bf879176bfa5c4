import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** A part of a page; what comes from outside was escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>

const style = `:root{color-scheme:light dark;--ground:#f3f4f6;--card:#fff;--text:#16181d;--quiet:#5b6270;--line:#d5d9e0;--accent:#1a56c4;--on-accent:#fff;--danger:#a3211b}
@media (prefers-color-scheme:dark){:root{--ground:#14161a;--card:#1e2127;--text:#eceef2;--quiet:#a2a9b6;--line:#3a3f49;--accent:#8ab4f8;--on-accent:#10131a;--danger:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:1rem;background:var(--ground);color:var(--text);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{width:100%;max-width:27rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:2rem 1.75rem;box-shadow:0 1px 3px #0001}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .375rem;overflow-wrap:anywhere}
h2{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.5rem 0;overflow-wrap:anywhere}
.organization{color:var(--quiet);font-size:1rem;margin:0 0 .75rem}
.quiet{color:var(--quiet)}
.notice{color:var(--danger);font-weight:600}
.button,button{display:block;width:100%;min-height:3rem;padding:.75rem 1rem;border:1px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;margin-top:1rem}
.plain{background:transparent;color:var(--accent);border-color:var(--line)}
a{color:var(--accent)}
a.button{color:var(--on-accent)}
a.plain{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
label{display:block;font-weight:600;margin-top:1rem}
input{display:block;width:100%;min-height:3rem;padding:.625rem .75rem;margin-top:.25rem;border:1px solid var(--quiet);border-radius:.5rem;background:var(--card);color:var(--text);font:inherit}
ul{list-style:none;margin:.25rem 0 0;padding:0}
li{padding:.625rem 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
li span{display:block}
li span:last-child{color:var(--quiet)}
details{margin-top:1rem}
summary{cursor:pointer;color:var(--accent);padding:.5rem 0}
code{font-size:.9375rem}
footer{margin-top:1rem;color:var(--quiet);font-size:1rem}`

const styleHash = createHash('sha256').update(style).digest('base64')

/** Sent with every page: nothing is loaded, nothing runs, nothing frames it, and nobody keeps it. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Browsers send no usable Origin with forms under no-referrer, and forms are told from foreign ones by it.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
}

/** Puts a page together. */
export function page(title: string, content: Markup, organization: string | null): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${organization === null ? title : `${title} · ${organization}`}</title>
<style>${rawStyle}</style>
</head>
<body>
<main>
${organization === null ? '' : html`<p class="organization">${organization}</p>`}
${content}
</main>
</body>
</html>
`
}

// Our own text, which must reach the page as it is: its digest stands in the policy.
const rawStyle = raw(style)
