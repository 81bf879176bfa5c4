/** Text that opens an address where the terminal supports it (OSC 8); elsewhere the text as it is. */
export function hyperlink(text: string, address: string, supported: boolean): string {
  if (!supported || /\p{Cc}/u.test(address)) return text
  return `\u001b]8;;${address}\u0007${text}\u001b]8;;\u0007`
}
