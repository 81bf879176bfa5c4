/** The longest text that terminals are known to take by OSC 52 (xterm and tmux cut or refuse beyond). */
const longestCopy = 70_000

/**
 * The sequence that puts text into the clipboard of the machine in front of the person, through SSH (OSC 52). Inside tmux
 * it is sent as it is: with `set-clipboard on` tmux takes and passes it on, with `external` it needs the wrapping, which
 * works only with `allow-passthrough`. Both are sent; the one that is not allowed does nothing.
 *
 * What is copied will be pasted, perhaps into a shell: characters that control or only format are left out, but for line
 * breaks.
 */
export function copySequence(text: string, insideTmux: boolean): string {
  const plain = `\u001b]52;c;${Buffer.from(pasteable(text)).toString('base64')}\u0007`
  if (!insideTmux) return plain
  return `${plain}\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`
}

function pasteable(text: string): string {
  return text.slice(0, longestCopy).replace(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
}
