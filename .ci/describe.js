import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/**
 * Loads what the program says of itself: its manual pages, units and completions.
 *
 * @returns {Promise<object>} what the two modules below export
 */
async function loadDescription() {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-describe-'))
  try {
    const outfile = join(folder, 'description.mjs')
    await build({
      stdin: {
        contents: `export * from './source/commands/install/installed-files.ts'
export { createProgram } from './source/commands/cli/program.ts'`,
        resolveDir: '.',
      },
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
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The files that a package puts on a machine, beside the program, its copyright and its changes. */
export async function packageFiles() {
  const { createProgram, installedFiles, packageLayout } = await loadDescription()
  return installedFiles(await createProgram(), packageLayout, {
    calendar: 'hourly',
    account: 'rollcall',
    home: '/var/lib/rollcall',
    command: ['/usr/bin/rollcall'],
  })
}
