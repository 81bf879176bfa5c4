// Bundles the program to parts that are loaded when something of them is first used.
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build, transform } from 'esbuild'
import { bundlePlugins } from './bundle-plugins.js'

/** The part that starts the program. */
export const entry = 'main.js'

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
  // Beside the schema of the settings it would bring zod along.
  .concat('source/settings/default-settings.ts')
  .sort()

/**
 * The whole program as parts that require each other, for pack.js.
 *
 * @returns {Promise<{ parts: import('./pack.js').Parts, metafile: object }>} and what esbuild tells of its inputs
 */
export async function bundleParts() {
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
  return { parts, metafile: bundled.metafile }
}
