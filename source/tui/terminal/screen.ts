/** The modes of the terminal that the program changes, and how it puts them back. */
export type ScreenModes = {
  /** Into the alternate screen, cursor hidden, pasted text bracketed. */
  enter(): void
  /** Back to the normal screen as it was. Does nothing when it was not entered. */
  leave(): void
}

const enterSequence = [
  '\u001b[?1049h', // alternate screen, cursor saved
  '\u001b[?25l', // no cursor
  '\u001b[?2004h', // bracketed paste
  '\u001b[m\u001b[2J\u001b[H',
].join('')

const leaveSequence = [
  '\u001b[r\u001b[m', // whole window scrolls, default look
  '\u001b]8;;\u0007', // no link
  '\u001b[H\u001b[J', // consoles without an alternate screen are left clean
  '\u001b[?2004l',
  '\u001b[?25h',
  '\u001b[?1049l',
].join('')

/** Presses of the mouse, told with decimal places (xterm's modes 1000 and 1006). */
const mouseOn = '\u001b[?1000h\u001b[?1006h'
const mouseOff = '\u001b[?1006l\u001b[?1000l'

/**
 * @param write sends text to the terminal at once; it must not throw where the terminal is gone
 * @param hasMouse the terminal tells what the mouse does
 */
export function createScreenModes(write: (text: string) => void, hasMouse = false): ScreenModes {
  let isEntered = false
  return {
    enter() {
      if (isEntered) return
      isEntered = true
      write(hasMouse ? enterSequence + mouseOn : enterSequence)
    },
    leave() {
      if (!isEntered) return
      isEntered = false
      write(hasMouse ? mouseOff + leaveSequence : leaveSequence)
    },
  }
}
