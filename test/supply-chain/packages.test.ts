import { readFileSync } from 'node:fs'
import test from 'ava'

type Locked = { version: string; resolved?: string; integrity?: string; hasInstallScript?: boolean; license?: string }

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const ours = JSON.parse(read('package.json'))
const packages: Record<string, Locked> = JSON.parse(read('package-lock.json')).packages
const locked = Object.entries(packages).filter(([path]) => path !== '')

/** `name version (licence)`, from the list at the head of the notices. */
const bundled = (read('dist/THIRD-PARTY-NOTICES.txt').split(/^-{20,}$/m)[0] ?? '').split('\n').flatMap((line) => {
  const [, name, version, licence] = /^(\S+) (\d\S*) \((.+)\)$/.exec(line) ?? []
  return name === undefined ? [] : [{ name, version, licence }]
})

test('what is installed is said to the last digit: no range, no tag, no address', (t) => {
  const asked = [ours.dependencies, ours.devDependencies, ours.overrides].flatMap((versions) => leaves(versions))
  t.true(asked.length > 20)
  for (const [name, version] of asked) t.regex(version, /^(\d+\.\d+\.\d+(-[\w.]+)?|\$[\w@/-]+)$/, name)
  t.is(ours.dependencies, undefined, 'the shipped program depends on nothing')
})

/** Why a package does not get the version that it asks for. */
const overridden = {
  'string-width': 'Ink and the program must not differ on the width of a text.',
  cbor2: 'AVA asks for 2.4, which the registry does not have.',
}

test('what is overridden has a reason', (t) => {
  t.deepEqual(Object.keys(ours.overrides).sort(), Object.keys(overridden).sort())
})

/** Names with versions; an override can hold others. */
function leaves(versions: Record<string, unknown> = {}): [name: string, version: string][] {
  return Object.entries(versions).flatMap(([name, version]) =>
    typeof version === 'string' ? [[name, version]] : leaves(version as Record<string, unknown>),
  )
}

test('each package is locked with the digest of its content', (t) => {
  t.true(locked.length > 200)
  for (const [path, { integrity, resolved }] of locked) {
    t.regex(integrity ?? '', /^sha512-/, path)
    if (resolved !== undefined) t.regex(resolved, /^https:\/\/registry\.npmjs\.org\//, path)
  }
})

test('nothing runs on installing', (t) => {
  t.regex(read('.npmrc'), /^ignore-scripts=true$/m)
  const own = Object.keys(ours.scripts).filter((name) => /^(pre|post)?(install|prepare|prepublish|pack)/.test(name))
  t.deepEqual(own, [])
  const withScripts = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)
  // The builder would only check its own binary; it works without.
  t.deepEqual(
    withScripts.filter((path) => !/node_modules\/(esbuild|fsevents)$/.test(path)),
    [],
  )
})

test('what is bundled is locked, in just that version, and its licence lets it be', (t) => {
  t.true(bundled.length > 80)
  const known = new Set(locked.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')} ${version}`))
  for (const { name, version, licence } of bundled) {
    t.true(known.has(`${name} ${version}`), name)
    t.regex(licence ?? '', /^(MIT(-0)?|ISC|Apache-2\.0|BSD(-[23]-Clause)?|0BSD)$/, name)
  }
  const twice = bundled.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index)
  t.deepEqual(
    twice.filter((name) => /google|gaxios|string-width/.test(name ?? '')),
    [],
    'one copy of what speaks to Google, and of what measures texts',
  )
})
