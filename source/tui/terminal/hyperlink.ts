/** Text that opens an address where the terminal supports it (OSC 8); elsewhere, and for an address that is not all plain ASCII, the text as it is. */
export function hyperlink(text: string, address: string, supported: boolean): string {
  if (!supported || !/^[\x21-\x7e]+$/.test(address)) return text
  return `\u001b]8;;${address}\u0007${text}\u001b]8;;\u0007`
}
