import shapes from '../../../fixtures/google-directory-v1.json' with { type: 'json' }

type Method = { path: string; flatPath: string; httpMethod: string; scopes: string[] }

/**
 * The discovery document of one of the APIs, for clients that ask for it: at `/$discovery/rest?version=...` and at
 * `/discovery/v1/apis/{api}/{version}/rest`. It describes the methods that are answered here, on this address.
 */
export function discoveryDocumentOf(url: URL): Record<string, unknown> | undefined {
  const path = url.pathname.replace(/^\/%24/, '/$')
  const asked = url.searchParams.get('version')
  const [, name, version] = /^\/discovery\/v1\/apis\/([^/]+)\/([^/]+)\/rest$/.exec(path) ?? []
  const isHere = (api: string, its: string): boolean =>
    (name === api && version === its) || (path === '/$discovery/rest' && asked === its)
  // Google has the address without a name on each API's own host; here the version tells which one is meant.
  if (isHere('admin', 'directory_v1') || (path === '/$discovery/rest' && asked === null)) {
    return describe(url.origin, 'admin', 'directory_v1', 'directory', shapes.methods, shapes.schemas)
  }
  if (isHere('gmail', 'v1'))
    return describe(url.origin, 'gmail', 'v1', 'gmail', shapes.gmail.methods, shapes.gmail.schemas)
  if (isHere('oauth2', 'v2')) return describe(url.origin, 'oauth2', 'v2', 'oauth2', oauth2Methods, oauth2Schemas)
  return undefined
}

const userinfoScopes = [
  'openid',
  'https://www.googleapis.com/auth/userinfo.email',
  'https://www.googleapis.com/auth/userinfo.profile',
]
const text = { type: 'string' }
const query = { type: 'string', location: 'query' }

const oauth2Schemas = {
  Userinfo: {
    id: 'Userinfo',
    type: 'object',
    properties: {
      ...{ id: text, email: text, name: text, given_name: text, family_name: text, picture: text, hd: text },
      verified_email: { type: 'boolean' },
    },
  },
  Tokeninfo: {
    id: 'Tokeninfo',
    type: 'object',
    properties: {
      ...{ audience: text, issued_to: text, user_id: text, scope: text, email: text },
      expires_in: { type: 'integer', format: 'int32' },
      verified_email: { type: 'boolean' },
    },
  },
}

const oauth2Methods = {
  'userinfo.get': {
    path: 'oauth2/v2/userinfo',
    flatPath: 'oauth2/v2/userinfo',
    httpMethod: 'GET',
    parameters: {},
    response: { $ref: 'Userinfo' },
    scopes: userinfoScopes,
  },
  tokeninfo: {
    ...{ path: 'oauth2/v2/tokeninfo', flatPath: 'oauth2/v2/tokeninfo', httpMethod: 'POST' },
    parameters: { access_token: query, id_token: query },
    response: { $ref: 'Tokeninfo' },
    scopes: [],
  },
}

function describe(
  origin: string,
  name: string,
  version: string,
  idPrefix: string,
  methods: Record<string, Method>,
  schemas: object,
): Record<string, unknown> {
  const topMethods: Record<string, unknown> = {}
  const resources: Record<string, { methods: Record<string, unknown> }> = {}
  for (const [fullName, method] of Object.entries(methods)) {
    const [resource = '', action] = fullName.split('.')
    if (action === undefined) {
      topMethods[fullName] = { id: `${idPrefix}.${fullName}`, ...method }
      continue
    }
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
    batchPath: name === 'admin' ? 'batch/admin/directory_v1' : 'batch',
    auth: { oauth2: { scopes: Object.fromEntries([...scopes].map((scope) => [scope, { description: scope }])) } },
    parameters: shapes.parameters,
    methods: topMethods,
    resources,
    schemas,
  }
}
