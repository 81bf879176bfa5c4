// Builds dist/rollcall.js: the whole program in one file that runs when copied alone to any machine with Node 20.19.
// See pack.js for the shape of that file, and why.
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build, transform } from 'esbuild'
import { bundlePlugins } from './bundle-plugins.js'
import { makeManPage } from './man-page.js'
import { pack } from './pack.js'
import { thirdPartyNotices } from './third-party-notices.js'

const target = 'node20.19'

// esbuild takes these to be too new for some Node 20 and makes them `new RegExp(...)` where they stand, which Node then reads
// again for each character of each frame. Node 20.19 knows both.
const regularExpressions = { 'regexp-unicode-property-escapes': true, 'regexp-set-notation': true }

// In Node, import() of a CommonJS package gives its exports by name and all of them as `default`; esbuild leaves only the
// latter when it splits.
const withNamedExports = `
;{const all=module.exports.default;module.exports=Object.defineProperties({},{...Object.getOwnPropertyDescriptors(all),default:{value:all,enumerable:true},__esModule:{value:true}})}`

// Files that become parts of their own, beside those that import() makes, because most runs do without them.
const ownParts = (await readdir('source/tui', { recursive: true, withFileTypes: true }))
  .filter(({ name }) => name.endsWith('-screen.tsx') || name === 'draft.ts')
  .map(({ parentPath, name }) => join(parentPath, name))
  .sort()

const bundled = await build({
  entryPoints: { main: 'source/cli.ts', ...Object.fromEntries(ownParts.map((path) => [basename(path), path])) },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target,
  jsx: 'automatic',
  treeShaking: true,
  // Dead branches must be gone before the second step: some hold top-level await, which CommonJS cannot express.
  minify: true,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  supported: regularExpressions,
  plugins: bundlePlugins,
  outdir: 'dist',
  chunkNames: '[hash]',
  write: false,
  metafile: true,
  logLevel: 'warning',
})

const parts = await Promise.all(
  bundled.outputFiles.map(async (file) => {
    const { code } = await transform(file.text, {
      format: 'cjs',
      platform: 'node',
      target,
      minify: true,
      legalComments: 'none',
      // import() becomes require(), which the packed file answers itself.
      supported: { ...regularExpressions, 'dynamic-import': false },
      logOverride: { 'empty-import-meta': 'error' },
    })
    const name = basename(file.path)
    const { entryPoint, exports } = bundled.metafile.outputs[`dist/${name}`]
    const isCommonJs = entryPoint !== undefined && bundled.metafile.inputs[entryPoint].format === 'cjs'
    return { name, code: code.trim() + (isCommonJs ? withNamedExports : ''), exports: isCommonJs ? null : exports }
  }),
)

const text = pack(parts, 'main.js')
await rm('dist', { recursive: true, force: true })
await mkdir('dist', { recursive: true })
await writeFile('dist/rollcall.js', text)
await chmod('dist/rollcall.js', 0o755)
await writeFile('dist/rollcall.1', await makeManPage())
await writeFile('dist/THIRD-PARTY-NOTICES.txt', await thirdPartyNotices(Object.keys(bundled.metafile.inputs)))
// For `npm run bench -- --modules`, and for anybody who wonders what takes so much room.
await mkdir('.cache', { recursive: true })
await writeFile('.cache/bundle.json', JSON.stringify(bundled.metafile))
process.stdout.write(`dist/rollcall.js  ${Math.round(text.length / 1024)} KiB in ${parts.length} parts\n`)
