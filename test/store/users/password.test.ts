import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { hashPassword } from '../../../source/store/users/password.ts'
import { verifyPassword } from '../../../source/store/users/verify-password.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test('a password fits its hash in either spelling of its letters, and no other one does', async (t) => {
  const hash = await hashPassword('caf\u00e9 au lait')
  t.true(await verifyPassword('caf\u00e9 au lait', hash))
  t.true(await verifyPassword('cafe\u0301 au lait', hash))
  t.false(await verifyPassword('cafe au lait', hash))
  t.not(await hashPassword('caf\u00e9 au lait'), hash, 'each has a salt of its own')
})

test('a hash that libxcrypt made is understood', async (t) => {
  // A known answer of escrypt, which libxcrypt took over.
  const hash = '{CRYPT}$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D'
  t.true(await verifyPassword('pleaseletmein', hash))
  t.false(await verifyPassword('pleaseletmeout', hash))
})

test('what is no hash fits no password, and costs no more than one', async (t) => {
  const wrong = [
    '',
    '{CRYPT}*',
    '{PLAIN}secret',
    '{CRYPT}$7$zzzzzzzzzzz$x',
    `{CRYPT}$7$z6..../....salt$${'.'.repeat(43)}`,
  ]
  for (const hash of [null, ...wrong]) t.false(await verifyPassword('secret', hash), String(hash))
})

test('Dovecot takes the password that a hash was made of, and no other', async (t) => {
  if (!existsSync('/usr/bin/doveadm')) return t.log('doveadm is not installed: not tried')
  const configuration = join(temporaryFolder(t), 'dovecot.conf')
  writeFileSync(configuration, 'ssl = no\nlog_path = /dev/stderr\n')
  const hash = await hashPassword('correct horse \u00e9')
  const check = (password: string) =>
    execFileSync('/usr/bin/doveadm', ['-c', configuration, 'pw', '-t', hash, '-p', password], { stdio: 'pipe' })
  t.regex(String(check('correct horse \u00e9')), /verified/)
  t.throws(() => check('correct horse e'))
})
