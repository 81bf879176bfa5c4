import type { ExecutionContext } from 'ava'
import { type Workplace, workplace } from '../support/workplace.ts'
import { user } from '../sync/builders.ts'
import { hostileNames } from './strings.ts'

/** An address that the simulator takes: no white space, and one at sign. */
const inAddress = (name: string): string => name.replace(/[\s@]/gu, '').slice(0, 60)

/** An organization of strangers, and a store in which they were before. */
export function strangers(t: ExecutionContext): Promise<Workplace> {
  const users = hostileNames.map((fullName, index) => ({
    primaryEmail: `${inAddress(fullName)}${index}@example.com`,
    name: { fullName },
    aliases: [`${fullName}${index}@example.com`],
  }))
  const groups = hostileNames.slice(0, 20).map((name, index) => ({
    id: `g${index}${inAddress(name)}`,
    email: `${inAddress(name)}g${index}@example.com`,
    name,
    members: [{ email: `${inAddress(name)}${index}@example.com` }, { email: `${inAddress(name)}@elsewhere.org` }],
  }))
  return workplace(t, {
    organization: {
      domains: ['example.com'],
      admins: ['admin@example.com'],
      users: [{ primaryEmail: 'admin@example.com' }, ...users],
      groups,
    },
    store: {
      version: 1,
      revision: 3,
      users: hostileNames.slice(0, 30).map((name, index) =>
        user(`${name}${index}`, {
          fullName: name,
          directoryId: index % 2 === 0 ? `gone${index}` : null,
          authentication: index % 3 === 0 ? 'integrated' : 'directoryServices',
          emailAddresses: [`${name}${index}@example.com`, name],
          pop3UserNames: [name],
        }),
      ),
    },
    settings: { automaticDeletion: true, deletionLimit: { percent: 100 }, exclusions: ['*FORGED\n*', '\u001b[2J]'] },
  })
}
