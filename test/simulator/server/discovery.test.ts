import test from 'ava'
import { startSimulator } from '../../../source/simulator/simulator.ts'
import { at, get } from '../raw-client.ts'

test('the discovery documents describe the methods on this address, at both places', async (t) => {
  const simulator = await startSimulator({ organization: { users: 1, groups: 0 } })
  t.teardown(simulator.close)
  for (const path of ['/discovery/v1/apis/admin/directory_v1/rest', '/$discovery/rest', '/%24discovery/rest']) {
    const { status, body } = await get(simulator, '', path, { version: 'directory_v1' })
    t.is(status, 200)
    t.is(at(body, 'rootUrl'), `${simulator.url}/`)
    t.is(at(body, 'resources', 'users', 'methods', 'list', 'id'), 'directory.users.list')
    t.is(
      at(body, 'resources', 'members', 'methods', 'hasMember', 'path'),
      'admin/directory/v1/groups/{groupKey}/hasMember/{memberKey}',
    )
    t.is(at(body, 'schemas', 'User', 'properties', 'name', '$ref'), 'UserName')
  }
  const gmail = await get(simulator, '', '/discovery/v1/apis/gmail/v1/rest')
  t.is(at(gmail.body, 'resources', 'users', 'methods', 'getProfile', 'id'), 'gmail.users.getProfile')
  const oauth2 = await get(simulator, '', '/discovery/v1/apis/oauth2/v2/rest')
  t.is(at(oauth2.body, 'resources', 'userinfo', 'methods', 'get', 'path'), 'oauth2/v2/userinfo')
  t.is(at(oauth2.body, 'methods', 'tokeninfo', 'id'), 'oauth2.tokeninfo')
  for (const path of ['/discovery/v1/apis/admin/directory_v9/rest', '/discovery/v1/apis/drive/v3/rest']) {
    t.is((await get(simulator, '', path)).status, 404, path)
  }
  t.is((await get(simulator, '', '/$discovery/rest', { version: 'v9' })).status, 404)
})
