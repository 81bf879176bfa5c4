import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** The manual page, from the program's own commands. */
export async function makeManPage() {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-man-'))
  try {
    const outfile = join(folder, 'man-page.mjs')
    await build({
      entryPoints: ['source/commands/cli/man-page.ts'],
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      jsx: 'automatic',
      outfile,
      logLevel: 'error',
      // What commands load when they run is not needed to describe them.
      plugins: [
        {
          name: 'describe-only',
          setup(context) {
            context.onResolve({ filter: /.*/ }, ({ kind, path }) =>
              kind === 'dynamic-import' && !path.endsWith('/all-commands.ts') ? { path, external: true } : undefined,
            )
          },
        },
      ],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    })
    const { manPage } = await import(pathToFileURL(outfile).href)
    return await manPage()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
