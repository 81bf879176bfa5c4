import test from 'ava'
import { lookCodes, themeFor, themes } from '../../source/text/theme.ts'

test('the theme follows the background that the terminal tells, unless one is asked for', (t) => {
  t.is(themeFor(true, {}), themes.dark)
  t.is(themeFor(true, { COLORFGBG: '15;0' }), themes.dark)
  t.is(themeFor(true, { COLORFGBG: '0;default;15' }), themes.light)
  t.is(themeFor(true, { COLORFGBG: '0;15', ROLLCALL_THEME: 'dark' }), themes.dark)
  t.is(themeFor(true, { ROLLCALL_THEME: 'none' }), themes.none)
  t.is(themeFor(false, { ROLLCALL_THEME: 'light' }), themes.none)
})

test('the theme without colours uses none, and the others none but the sixteen', (t) => {
  for (const look of Object.values(themes.none)) t.regex(lookCodes(look), /^(?:[1247](?:;|$))*$/)
  for (const theme of [themes.dark, themes.light]) {
    for (const look of Object.values(theme)) t.regex(lookCodes(look), /^(?:(?:[1247]|[34][0-7])(?:;|$))*$/)
  }
})
