/** What secrets look like: tokens, assertions, codes and client secrets of Google, PEM, and anything long without words in it. */
const forms = [
  /-----BEGIN[^-]+-----[\s\S]*?(-----END[^-]+-----|$)/g,
  /\bBearer\s+\S+/gi,
  /(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
  /\bya29\.[\w.-]+/g,
  /\beyJ[\w-]{10,}[\w.=-]*/g,
  /\bGOCSPX-[\w-]+/g,
  /\b[14]\/\/?0?[\w-]{16,}/g,
  /(?=[\w+/=%-]*\d)(?=[\w+/=%-]*[A-Z])(?=[\w+/=%-]*[a-z])[\w+/=%-]{40,}/g,
  // The end of a key whose beginning is missing: its last line may be too short for the form above.
  /[\w+/=]{0,76}(?:\s|\\[nr])*-----END[^-]+-----/g,
]

/**
 * Takes out of an answer what may be a secret. A server that repeats in its message what it was sent would otherwise have
 * the program print its own token or assertion.
 */
export function maskSecrets(text: string): string {
  return forms.reduce((masked, form) => masked.replace(form, '(left out)'), text)
}
