import { type Organization, type OrganizationGroup, type OrganizationUser, parseOrganization } from './organization.ts'
import { randomNumbers } from './random-numbers.ts'

/** How large an organization to make up. The same size and seed give the same organization, to the byte. */
export type OrganizationSize = {
  /** The administrator is counted in; at least 1. */
  users: number
  groups: number
  /** Members of each group, as far as there are users. Default 50. */
  membersPerGroup?: number | undefined
  /** Default 1. */
  seed?: number | undefined
}

const givenNames = (
  'Ada Alan Amina Anna Arjun Beatriz Carlos Chen Clara Daniel Elif Emma Erik Fatima Felix Grace Hanna Henrik Ines Ivan ' +
  'Jana Jorge Julia Kaito Karim Lea Liam Lucia Magnus Maria Mei Mira Noah Nora Olga Omar Paula Pedro Priya Rosa Samuel ' +
  'Sara Sofia Tariq Tomas Ursula Viktor Yara Yusuf Zoe'
).split(' ')
const familyNames = (
  'Adler Almeida Andersson Bauer Becker Bianchi Brown Campos Chen Costa Dahl Diaz Dubois Eriksen Fischer Fontaine Garcia ' +
  'Gupta Haddad Hansen Ito Ivanov Jansen Jones Kaya Keller Kim Kowalski Larsen Lehmann Lopez Marino Meyer Moreau Nakamura ' +
  'Novak Okafor Olsen Patel Petrov Quist Rossi Sato Schmidt Silva Singh Tanaka Torres Weber Zhang'
).split(' ')

const primaryDomain = 'example.com'
const secondaryDomain = 'example.org'

/** Makes up an organization of any size: every tenth user in a second domain, some with aliases, suspended or archived. */
export function randomOrganization(size: OrganizationSize): Organization {
  const random = randomNumbers(size.seed ?? 1)
  const organization = parseOrganization({
    customerId: 'C02random1',
    domains: [primaryDomain, secondaryDomain],
    admins: [`admin@${primaryDomain}`],
    users: [
      {
        id: accountId(0, random),
        primaryEmail: `admin@${primaryDomain}`,
        name: { givenName: 'Alex', familyName: 'Administrator' },
        isAdmin: true,
      },
    ],
  })
  for (let index = 1; index < size.users; index += 1) organization.users.push(randomUser(index, random))
  for (let index = 0; index < size.groups; index += 1) {
    organization.groups.push(randomGroup(index, organization.users, size.membersPerGroup ?? 50, random))
  }
  return organization
}

function randomUser(index: number, random: (below: number) => number): OrganizationUser {
  const givenName = pick(givenNames, random)
  const familyName = pick(familyNames, random)
  const localPart = `${givenName}.${familyName}.${index}`.toLowerCase()
  const chance = random(100)
  const user: OrganizationUser = {
    id: accountId(index, random),
    primaryEmail: `${localPart}@${index % 10 === 0 ? secondaryDomain : primaryDomain}`,
    name: { givenName, familyName },
  }
  if (chance < 4) user.suspended = true
  else if (chance < 6) user.archived = true
  else if (chance < 26) user.aliases = [`${givenName[0]}${familyName}${index}@${primaryDomain}`.toLowerCase()]
  return user
}

function randomGroup(
  index: number,
  users: readonly OrganizationUser[],
  membersPerGroup: number,
  random: (below: number) => number,
): OrganizationGroup {
  const number = String(index + 1).padStart(4, '0')
  // One run of neighbours from a random place: no account twice, without having to remember which were taken.
  const count = Math.min(membersPerGroup, users.length)
  const start = random(users.length)
  const members = Array.from({ length: count }, (_, offset) => ({
    id: users[(start + offset) % users.length]?.id ?? '',
    type: 'USER' as const,
  }))
  return { id: `0group${number}`, email: `team-${number}@${primaryDomain}`, name: `Team ${number}`, members }
}

/** 21 digits; the last seven hold the index, so that no id comes twice. */
function accountId(index: number, random: (below: number) => number): string {
  return `1${String(random(1e9)).padStart(13, '0')}${String(index).padStart(7, '0')}`
}

function pick(values: readonly string[], random: (below: number) => number): string {
  return values[random(values.length)] ?? ''
}
