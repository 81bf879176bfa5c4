// Compiles the tests, and the programs that they start, to .cache/tests/: a test then loads a few files of plain JavaScript,
// not some hundred of TypeScript. Packages stay where they are.
import { readdir, readFile, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { bundlePlugins } from './bundle-plugins.js'

/** Where `test/x.test.ts` becomes `test/x.test.js`. */
export const compiledTests = '.cache/tests'

/** Programs that tests start as processes of their own. */
const programs = [
  'test/google/cloud-shell/fake-gcloud.ts',
  'test/store/support/committer.ts',
  'test/store/support/lock-taker.ts',
  'test/store/support/postgresql/database-committer.ts',
  'test/tui/programs/menu.tsx',
]

const loaders = { '.ts': 'ts', '.tsx': 'tsx' }

/** Packages in the older form ask for Node's own modules by a function that a module does not have. */
const requireOfBundle = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/** A module goes on saying where its source lies, wherever it was compiled to. The line numbers stay. */
const ownAddress = {
  name: 'own-address',
  setup(context) {
    context.onLoad({ filter: /\.(tsx?|m?js)$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const address = text.includes('import.meta.url')
        ? `const ownAddress = ${JSON.stringify(pathToFileURL(path).href)};`
        : ''
      return { contents: address + text, loader: loaders[extname(path)] ?? 'js' }
    })
  },
}

/** Compiles everything below test/ that AVA runs, or that a test starts. */
export async function compileTests() {
  await rm(compiledTests, { recursive: true, force: true })
  const files = await readdir('test', { recursive: true, withFileTypes: true })
  const tests = files
    .filter(({ name }) => /\.test\.tsx?$/.test(name))
    .map(({ parentPath, name }) => join(parentPath, name))
  const shared = {
    outbase: '.',
    outdir: compiledTests,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    define: { 'import.meta.url': 'ownAddress' },
    plugins: [ownAddress],
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  }
  await Promise.all([
    build({ ...shared, entryPoints: tests, chunkNames: 'parts/[hash]', splitting: true, packages: 'external' }),
    // With their packages: a program that is started a dozen times finds them in one file, and not in some hundred.
    build({
      ...shared,
      entryPoints: programs,
      plugins: [...bundlePlugins, ownAddress],
      define: { ...shared.define, 'process.env.NODE_ENV': '"production"' },
      banner: { js: requireOfBundle },
    }),
  ])
}
