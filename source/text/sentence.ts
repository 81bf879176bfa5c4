/** Ends somebody else's words as a sentence ends, so that another one can follow. */
export function sentence(text: string): string {
  return /[.!?]["')]*$/.test(text) ? text : `${text}.`
}
