/**
 * What can be nothing else: PEM, tokens and client secrets of Google, secret members of JSON, a key or a whole key file in
 * base64, and a password in an address.
 */
const unmistakable = [
  /-----BEGIN[^-]+-----[\s\S]*?(-----END[^-]+-----|$)/g,
  /\bBearer\s+\S+/gi,
  /(?<=:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/g,
  /ya29\.[\w.-]+/g,
  /(?<![a-z])eyJ[\w-]{10,}[\w.=-]*/g,
  /GOCSPX-[\w-]+/g,
  /(?<="(?:private_key|client_secret|refresh_token|access_token)"\s*:\s*")(?:[^"\\]|\\.)+/g,
  // DER, and JSON that begins with a line break or an indentation.
  /(?:MII[A-Za-z0-9+/]{2}|ewogIC|ewoi|ew0KIC)[\w+/]{34,}=*/g,
  // A line out of the middle of a key. No part of a path is so long, with capitals, small letters and digits all through.
  /(?<![\w+/])(?=[A-Za-z0-9+/]{64})(?=[A-Za-z0-9+/]*?(?=[A-Za-z0-9+]{24})(?=[a-z0-9+]{0,23}[A-Z])(?=[A-Z0-9+]{0,23}[a-z])(?=[A-Za-z+]{0,23}\d))[A-Za-z0-9+/]+=*/g,
]

/** What secrets look like otherwise: codes, and anything long without words in it. */
const likely = [
  /\b[14]\/\/?0?[\w-]{16,}/g,
  /(?=[\w+/=%-]*\d)(?=[\w+/=%-]*[A-Z])(?=[\w+/=%-]*[a-z])[\w+/=%-]{40,}/g,
  // The first line of a key that was cut in it: too short for the form above, with a whole line below it.
  /[\w+/]{12,76}(?=(?:\r?\n|\\[nr])+(?:\\[nr])*[\w+/]{64})/g,
  // The end of a key whose beginning is missing: its last line may be too short for the form above.
  /[\w+/=]{0,76}(?:\s|\\[nr])*-----END[^-]+-----/g,
]

/**
 * Takes out of an answer what may be a secret. A server that repeats in its message what it was sent would otherwise have
 * the program print its own token or assertion.
 */
export function maskSecrets(text: string): string {
  return mask(text, [...unmistakable, ...likely])
}

/** Takes out of words of our own what is a secret for certain: a person may have typed one in the place of a path. */
export function maskCertainSecrets(text: string): string {
  return mask(text, unmistakable)
}

/** Whether a text holds a secret in any of the forms that can be nothing else. */
export function holdsSecret(text: string): boolean {
  return maskCertainSecrets(text) !== text
}

/**
 * Every form is looked for in the text as it came: a form that is found inside of a longer secret must not leave pieces of it
 * that are too short for the others.
 */
function mask(text: string, forms: readonly RegExp[]): string {
  const found = forms
    .flatMap((form) => [...text.matchAll(form)])
    .map(({ 0: secret, index }) => ({ start: index, end: index + secret.length }))
    .sort((one, other) => one.start - other.start)
  let masked = ''
  let end = 0
  for (const range of found) {
    if (range.end <= end) continue
    if (range.start > end || end === 0) masked += `${text.slice(end, range.start)}(left out)`
    end = range.end
  }
  return masked + text.slice(end)
}
