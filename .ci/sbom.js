import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { shippedNodes } from './nodes.js'
import { sourceDate } from './source-date.js'

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/**
 * Lists what is in the program, in CycloneDX's form: npm's own document, of the packages that are bundled, with the Nodes that
 * are in the executables. What npm makes anew each time (an identity, the time, the folder's name) is made from the commit.
 *
 * @returns {Promise<string>} needs `.cache/bundle.json`, which the build writes
 */
export async function billOfMaterials() {
  const { inputs } = JSON.parse(await readFile('.cache/bundle.json', 'utf8'))
  const folders = new Set(Object.keys(inputs).flatMap((path) => packageFolder.exec(path)?.[0] ?? []))
  const bundled = new Set(await Promise.all([...folders].map(reference)))
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const { serialNumber: _made, metadata, components, dependencies, ...document } = JSON.parse(text)
  const own = metadata.component['bom-ref']
  const nodes = Object.entries(shippedNodes).map(nodeComponent)
  const result = {
    ...document,
    metadata: {
      ...metadata,
      timestamp: new Date(sourceDate() * 1000).toISOString(),
      tools: metadata.tools.map(({ version: _version, ...tool }) => tool),
      component: { ...metadata.component, type: 'application', name: 'rollcall' },
    },
    components: [
      ...components
        .filter((component) => bundled.has(component['bom-ref']))
        // To npm everything is needed for development alone, because it is all bundled.
        .map(({ properties: _properties, ...component }) => ({ ...component, scope: 'required' })),
      ...nodes,
    ],
    dependencies: dependencies
      .filter(({ ref }) => bundled.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => bundled.has(one)) }))
      .concat({ ref: own, dependsOn: [...bundled, ...nodes.map((node) => node['bom-ref'])].sort() }),
  }
  return `${JSON.stringify({ ...result, serialNumber: identity(JSON.stringify(result)) }, null, 2)}\n`
}

async function reference(folder) {
  const { name, version } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'))
  return `${name}@${version}`
}

function nodeComponent([architecture, { version, integrity }]) {
  const name = `node-linux-${architecture}`
  const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
  return {
    'bom-ref': `${name}@${version}`,
    type: 'platform',
    name,
    version,
    scope: 'required',
    description: `Node.js in rollcall-linux-${architecture}`,
    purl: `pkg:npm/${name}@${version}`,
    hashes: [{ alg: 'SHA-512', content }],
    licenses: [{ license: { id: 'MIT' } }],
  }
}

/** A UUID that stands for the content. */
function identity(content) {
  const digest = createHash('sha256').update(content).digest('hex')
  const variant = (8 + (Number.parseInt(digest[16], 16) % 4)).toString(16)
  return `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}
