import type { Environment } from './read-variable.ts'

/** Whether the terminal can only print lines: TERM says so, or says nothing. */
export const isDumbTerminal = ({ TERM }: Environment): boolean => TERM === undefined || TERM === '' || TERM === 'dumb'

/** Whether the terminal reads UTF-8: LC_ALL, else LC_CTYPE, else LANG; an empty one counts as unset. */
export const readsUtf8 = ({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean =>
  /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
