import type { OrganizationInput } from '../../../source/simulator/organization/organization.ts'

/** Twelve people; `archive` holds three of them, the group `staff`, and a group of another organization. */
export const smallOrganization: OrganizationInput = {
  customerId: 'C0small',
  domains: ['example.com'],
  allowCycles: true,
  admins: ['admin@example.com'],
  users: [
    user('admin', 'Alex Administrator'),
    ...Array.from({ length: 11 }, (_, index) => user(`person${index}`, `Person ${index}`)),
  ],
  groups: [
    {
      id: 'group-archive',
      email: 'archive@example.com',
      name: 'Archive',
      members: [
        { email: 'person0@example.com' },
        { email: 'person1@example.com', role: 'OWNER' },
        { email: 'staff@example.com', type: 'GROUP' },
        { id: 'group-elsewhere', email: 'partners@elsewhere.org', type: 'GROUP' },
      ],
    },
    {
      id: 'group-staff',
      email: 'staff@example.com',
      name: 'Staff',
      members: [{ email: 'person2@example.com' }, { email: 'archive@example.com', type: 'GROUP' }],
    },
  ],
}

/** The group to choose in that organization. */
export const archiveGroup = { id: 'group-archive', email: 'archive@example.com', name: 'Archive' }

function user(name: string, fullName: string) {
  const [givenName = '', familyName = ''] = fullName.split(' ')
  return { id: `id-${name}`, primaryEmail: `${name}@example.com`, name: { givenName, familyName, fullName } }
}
