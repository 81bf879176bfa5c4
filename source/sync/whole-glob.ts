/** Whether every bracket and brace of a glob is closed; one that is not would stand for itself, which nobody means. */
export function isWholeGlob(glob: string): boolean {
  let rest = glob.replace(/\[[^\]]+\]/g, '')
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = rest.replace(/\{[^{}]*\}/g, '')
  }
  return !/[[\]{}]/.test(rest)
}
