import { createSign } from 'node:crypto'
import test from 'ava'
import { parseOrganizationText } from '../../../source/simulator/organization/organization.ts'
import { startSimulator } from '../../../source/simulator/simulator.ts'
import { at, get, tokenFor, userScope } from '../raw-client.ts'

const organization = {
  domains: ['example.com', 'example.org'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com', orgUnitPath: '/IT/Desk', aliases: ['root@example.com'] },
    { primaryEmail: 'ada@example.com', id: '7', customSchemas: { Work: { Badge: '1' } } },
  ],
  groups: [{ email: 'all@example.com', aliases: ['everybody@example.com'] }],
}
const beside = ['customer', 'domain', 'orgunit', 'userschema', 'rolemanagement'].map(
  (right) => `https://www.googleapis.com/auth/admin.directory.${right}.readonly`,
)

test('a batch answers each part, with the part’s own token before the batch’s, and counts each', async (t) => {
  const simulator = await startSimulator({ organization: { ...organization, queriesPerMinute: 3 } })
  t.teardown(simulator.close)
  const token = await tokenFor(simulator)
  const part = (id: string, target: string, more = '') =>
    `--b\r\nContent-Type: application/http\r\nContent-ID:${id}\r\n\r\nGET ${target} HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`
  const path = '/admin/directory/v1/users/ada@example.com'
  const body = [
    part(' <one + 1>', path),
    part('\r\n <two + 2>', `https://admin.googleapis.com${path}?fields=id`),
    part(' <three>', path, 'Authorization: Bearer wrong\r\n'),
    part(' <four>', path),
    part(' <five>', path),
    '--b--\r\n',
  ].join('')
  const response = await fetch(new URL('/batch/admin/directory_v1', simulator.url), {
    method: 'POST',
    body,
    headers: { 'content-type': 'multipart/mixed; boundary="b"', authorization: `Bearer ${token}` },
  })
  t.regex(response.headers.get('content-type') ?? '', /^multipart\/mixed; boundary=batch_/)
  const text = await response.text()
  const answers = text.split(/^--batch_.*$/m).flatMap((each) => {
    const [, id, status] = /Content-ID: (.*?)\r\n[\s\S]*?HTTP\/1\.1 (\d+)/.exec(each) ?? []
    return id === undefined ? [] : [[id, status]]
  })
  t.deepEqual(answers, [
    ['<response-one + 1>', '200'],
    ['<response-two + 2>', '200'],
    ['<response-three>', '401'],
    ['<response-four>', '200'],
    ['<response-five>', '403'],
  ])
  t.regex(text, /"id": ?"7"/)
  t.is(simulator.requests.filter(({ call }) => call === 'users.get').length, 5)
})

test('what is no batch, and one of more than a thousand calls, is refused', async (t) => {
  const simulator = await startSimulator({ organization })
  t.teardown(simulator.close)
  const post = async (contentType: string, body: string) => {
    const url = new URL('/batch', simulator.url)
    return (await fetch(url, { method: 'POST', body, headers: { 'content-type': contentType } })).status
  }
  t.is(await post('text/plain', 'x'), 400)
  t.is(await post('multipart/mixed; boundary=b', '--b--'), 400)
  t.is(await post('multipart/mixed; boundary=b', `${'--b\r\n\r\nGET /x HTTP/1.1\r\n\r\n'.repeat(1001)}--b--`), 400)
  t.is(await post('multipart/mixed; boundary=b', `${'--b\r\n\r\nGET /x HTTP/1.1\r\n\r\n'.repeat(1000)}--b--`), 200)
})

test('the calls that other clients make beside ours are answered from the same organization', async (t) => {
  const simulator = await startSimulator({
    organization: {
      ...organization,
      delegatedScopes: [...beside, userScope, 'https://www.googleapis.com/auth/admin.directory.group.readonly'],
    },
  })
  t.teardown(simulator.close)
  const scope = [...beside, userScope, 'https://www.googleapis.com/auth/admin.directory.group.readonly'].join(' ')
  const token = await tokenFor(simulator, { scope })
  const ask = async (path: string) => {
    const { status, body } = await get(simulator, token, `/admin/directory/v1/${path}`)
    return status === 200 ? body : status
  }
  t.is(at((await ask('customers/my_customer')) as never, 'customerDomain'), 'example.com')
  t.is(at((await ask('customer/my_customer/domains')) as never, 'domains', 1, 'domainName'), 'example.org')
  t.is(at((await ask('customer/my_customer/orgunits')) as never, 'organizationUnits', 0, 'orgUnitPath'), '/IT')
  t.is(at((await ask('customer/my_customer/orgunits/IT/Desk')) as never, 'parentOrgUnitPath'), '/IT')
  t.is(await ask('customer/my_customer/orgunits/Sales'), 404)
  t.is(at((await ask('users/admin@example.com/aliases')) as never, 'aliases', 0, 'alias'), 'root@example.com')
  t.is(at((await ask('groups/all@example.com/aliases')) as never, 'aliases', 0, 'alias'), 'everybody@example.com')
  t.is(await ask('users/ada@example.com/photos/thumbnail'), 404)
  t.is(at((await ask('customer/my_customer/schemas')) as never, 'schemas', 0, 'fields', 0, 'fieldName'), 'Badge')
  t.is(at((await ask('customer/my_customer/roles')) as never, 'items', 0, 'isSuperAdminRole'), true)
  t.is(at((await ask('customer/my_customer/roleassignments')) as never, 'items', 0, 'scopeType'), 'CUSTOMER')
  t.is(await ask('customers/C0other'), 400)
})

test('a JWT that the service account signed is a token, with the rights that the account itself was given', async (t) => {
  const email = 'rollcall@example-project.iam.gserviceaccount.com'
  for (const [admins, status] of [
    [[...organization.admins, email], 200],
    [organization.admins, 403],
  ] as const) {
    const simulator = await startSimulator({ organization: { ...organization, admins: [...admins] } })
    t.teardown(simulator.close)
    const now = Math.floor(Date.now() / 1000)
    const jwt = (changes: Record<string, unknown>): string => {
      const claims = {
        iss: email,
        sub: email,
        aud: 'https://admin.googleapis.com/',
        iat: now,
        exp: now + 3600,
        ...changes,
      }
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const text = `${part({ alg: 'RS256', typ: 'JWT', kid: simulator.key.private_key_id })}.${part(claims)}`
      return `${text}.${createSign('RSA-SHA256').update(text).sign(simulator.key.private_key, 'base64url')}`
    }
    const ask = async (changes: Record<string, unknown>) =>
      (await get(simulator, jwt(changes), '/admin/directory/v1/users', { customer: 'my_customer' })).status
    t.is(await ask({}), status)
    t.is(await ask({ aud: undefined, scope: userScope }), status)
    t.is(await ask({ aud: 'https://elsewhere.example/' }), 401)
    t.is(await ask({ sub: 'admin@example.com' }), 401)
    t.is(await ask({ exp: now - 400, iat: now - 4000 }), 401)
  }
})

test('an organization that code gives or changes is held to the same', async (t) => {
  const cycle = [
    { email: 'a@example.com', members: [{ email: 'b@example.com' }] },
    { email: 'b@example.com', members: [{ email: 'a@example.com' }] },
  ]
  await t.throwsAsync(startSimulator({ organization: { ...organization, groups: cycle } }), {
    message: /a@example\.com > b@example\.com > a@example\.com/,
  })
  const simulator = await startSimulator({ organization: { ...organization, groups: cycle, allowCycles: true } })
  t.teardown(simulator.close)
  simulator.update((world) => world.groups.reverse())
  const strict = await startSimulator({ organization: { ...organization, groups: cycle.slice(0, 1) } })
  t.teardown(strict.close)
  t.throws(() => strict.update((world) => world.groups.push({ ...world.groups[0], ...cycle[1], id: 'b' } as never)))
})

test('groups that contain one another are refused in an org file that does not say so', (t) => {
  const groups = [
    { email: 'a@example.com', members: [{ email: 'b@example.com' }] },
    { email: 'b@example.com', members: [{ email: 'c@example.com' }, { email: 'ada@example.com' }] },
    { email: 'c@example.com', members: [{ email: 'a@example.com' }] },
  ]
  const parse = (more: object) =>
    parseOrganizationText(JSON.stringify({ ...organization, groups, ...more }), 'org.json')
  t.throws(() => parse({}), {
    message: /^org\.json: .*a@example\.com > b@example\.com > c@example\.com > a@example\.com.*"allowCycles": true/,
  })
  t.notThrows(() => parse({ allowCycles: true }))
  t.notThrows(() =>
    parse({
      groups: [
        ...groups.slice(0, 2),
        { email: 'c@example.com' },
        { email: 'd@example.com', members: [{ email: 'b@example.com' }, { email: 'a@example.com' }] },
      ],
    }),
  )
})
