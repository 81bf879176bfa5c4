import { writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { checkConnectionVariables } from '../../source/environment/connection-variables.ts'
import { dataDirectory, homeDirectory, temporaryDirectory } from '../../source/environment/folders.ts'
import { Problem } from '../../source/text/problem.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const faultOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return `${error.facts.variable} ${error.why}`
    throw error
  }
  return 'no problem'
}

test('XDG_DATA_HOME counts only as an absolute path, and an empty variable is unset', (t) => {
  t.is(dataDirectory({ XDG_DATA_HOME: '/data', HOME: '/home/it' }), '/data')
  for (const relative of ['data', './data', '']) {
    t.is(dataDirectory({ XDG_DATA_HOME: relative, HOME: '/home/it' }), '/home/it/.local/share', relative)
  }
  t.is(homeDirectory({ HOME: '' }), userInfo().homedir)
  t.regex(
    faultOf(() => dataDirectory({ HOME: 'it' })),
    /^HOME .*not an absolute path/,
  )
})

test('TMPDIR must be a folder in which files can be made', (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'file')
  writeFileSync(file, '')
  t.is(temporaryDirectory({ TMPDIR: folder }), folder)
  t.is(temporaryDirectory({ TMPDIR: '' }), '/tmp')
  for (const [value, why] of [
    [join(folder, 'gone'), /doesn't exist/],
    [file, /not a folder/],
    ['tmp', /not an absolute path/],
  ] as const) {
    t.regex(
      faultOf(() => temporaryDirectory({ TMPDIR: value })),
      why,
    )
  }
})

test('NODE_EXTRA_CA_CERTS must name certificates, since Node.js would go on without them', (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'certificates.pem')
  const faultWith = (text: string): string => {
    writeFileSync(file, text)
    return faultOf(() => checkConnectionVariables({ NODE_EXTRA_CA_CERTS: file }))
  }
  t.regex(faultWith('nothing'), /^NODE_EXTRA_CA_CERTS .*holds no certificate in PEM form/)
  t.regex(faultWith('-----BEGIN CERTIFICATE-----\nMIIx\n-----END CERTIFICATE-----\n'), /a certificate can't be read/)
  t.regex(
    faultOf(() => checkConnectionVariables({ NODE_EXTRA_CA_CERTS: join(folder, 'gone') })),
    /doesn't exist/,
  )
  t.regex(
    faultOf(() => checkConnectionVariables({ NODE_EXTRA_CA_CERTS: folder })),
    /not a file/,
  )
  t.is(
    faultOf(() => checkConnectionVariables({ NODE_EXTRA_CA_CERTS: '' })),
    'no problem',
  )
})
