// What has to be changed in other people's modules so that they fit into one file of lazily loaded parts. Each change is
// checked: when a new version of a library no longer holds the text that is replaced, the build fails.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

function replaceOnce(text, from, to, path) {
  if (!text.includes(from)) throw new Error(`${path} no longer contains ${from}`)
  return text.replaceAll(from, to)
}

/**
 * Ink connects to React's developer tools when DEV is set, with top-level await, which a part of the packed file cannot hold;
 * a finished program never does.
 */
const inkWithoutDeveloperTools = {
  name: 'ink-without-developer-tools',
  setup(build) {
    build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]reconciler\.js$/ }, async ({ path }) => ({
      contents: replaceOnce(await readFile(path, 'utf8'), "process.env['DEV'] === 'true'", 'false', path),
    }))
  },
}

/**
 * Yoga, Ink's layout engine, loads its WebAssembly through fetch() of a data URL and with top-level await, which a part of
 * the packed file cannot hold either. Instantiating it at once needs neither, nor Node's whole HTTP client.
 */
const yogaAtOnce = {
  name: 'yoga-at-once',
  setup(build) {
    build.onLoad({ filter: /[\\/]yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/ }, async ({ path }) => ({
      contents: replaceOnce(
        await readFile(path, 'utf8'),
        'wrapAssembly(await loadYoga())',
        'wrapAssembly(loadYoga.atOnce())',
        path,
      ),
    }))
    build.onLoad({ filter: /[\\/]yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      const found = /data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)/.exec(text)
      if (found === null) throw new Error(`${path} holds no WebAssembly as a data URL`)
      const withoutUrl = replaceOnce(text, 'import.meta.url', '""', path).replace(found[0], '')
      return {
        contents: `${withoutUrl}
loadYoga.atOnce = () => {
  const assembly = {
    instantiateWasm(imports, receive) {
      const module = new WebAssembly.Module(Buffer.from('${found[1]}', 'base64'))
      const instance = new WebAssembly.Instance(module, imports)
      receive(instance)
      return instance.exports
    },
  }
  loadYoga(assembly)
  return assembly
}`,
      }
    })
  },
}

/** Of package.json only the name and the version belong into the program. */
const packageFacts = {
  name: 'package-facts',
  setup(build) {
    const ours = fileURLToPath(new URL('../package.json', import.meta.url))
    build.onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
      if (path !== ours) return undefined
      const { name, version } = JSON.parse(await readFile(path, 'utf8'))
      return { contents: JSON.stringify({ name, version }), loader: 'json' }
    })
  },
}

export const bundlePlugins = [inkWithoutDeveloperTools, yogaAtOnce, packageFacts]
