import demo from '../../../fixtures/organization.json' with { type: 'json' }
import { type Organization, parseOrganization } from './organization.ts'

/** The small organization of the demo, with every hard case in it; a new copy with each call. */
export function demoOrganization(): Organization {
  return parseOrganization(structuredClone(demo), 'the demo organization')
}
