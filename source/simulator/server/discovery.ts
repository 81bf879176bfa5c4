import shapes from '../../../fixtures/google-directory-v1.json' with { type: 'json' }

type Method = { path: string; flatPath: string; httpMethod: string; scopes: string[] }

/**
 * The discovery document of one of the APIs, for clients that ask for it: at `/$discovery/rest?version=...` and at
 * `/discovery/v1/apis/{api}/{version}/rest`. It describes the methods that are answered here, on this address.
 */
export function discoveryDocumentOf(url: URL): Record<string, unknown> | undefined {
  const path = url.pathname.replace(/^\/%24/, '/$')
  const version = url.searchParams.get('version')
  if (path === '/discovery/v1/apis/admin/directory_v1/rest' || (path === '/$discovery/rest' && version !== 'v1')) {
    return describe(url.origin, 'admin', 'directory_v1', 'directory', shapes.methods, shapes.schemas)
  }
  if (path === '/discovery/v1/apis/gmail/v1/rest' || path === '/$discovery/rest') {
    return describe(url.origin, 'gmail', 'v1', 'gmail', shapes.gmail.methods, shapes.gmail.schemas)
  }
  return undefined
}

function describe(
  origin: string,
  name: string,
  version: string,
  idPrefix: string,
  methods: Record<string, Method>,
  schemas: object,
): Record<string, unknown> {
  const resources: Record<string, { methods: Record<string, unknown> }> = {}
  for (const [fullName, method] of Object.entries(methods)) {
    const [resource = '', action = ''] = fullName.split('.')
    resources[resource] ??= { methods: {} }
    resources[resource].methods[action] = { id: `${idPrefix}.${fullName}`, ...method }
  }
  const scopes = new Set(Object.values(methods).flatMap((method) => method.scopes))
  return {
    kind: 'discovery#restDescription',
    discoveryVersion: 'v1',
    id: `${name}:${version}`,
    name,
    version,
    title: 'Simulated API',
    protocol: 'rest',
    rootUrl: `${origin}/`,
    baseUrl: `${origin}/`,
    basePath: '',
    servicePath: '',
    batchPath: 'batch',
    auth: { oauth2: { scopes: Object.fromEntries([...scopes].map((scope) => [scope, { description: scope }])) } },
    parameters: shapes.parameters,
    resources,
    schemas,
  }
}
