import type { OperationContext } from '../../operations/context.ts'
import { Problem } from '../../text/problem.ts'
import { exclusionWords, orgUnitWords } from '../../views/exclusions.ts'
import type { Answer } from '../cli/run-command.ts'
import type { SettingsAnswer } from '../settings.ts'

/** What was just set, and says whom it means in a language of its own. False: none of them is to be left. */
type Named = {
  exclude?: string[] | false
  orgUnit?: string[] | false
  excludeOrgUnit?: string[] | false
}

/** Adds how many people patterns and organizational units match, which only Google knows, or says why it cannot be told now. */
export async function withMatches(answer: SettingsAnswer, context: OperationContext, named: Named): Promise<Answer> {
  const exclusions = named.exclude || []
  const orgUnits = [named.orgUnit || [], named.excludeOrgUnit || []].flat()
  if (exclusions.length + orgUnits.length === 0) return answer
  const { countPeople } = await import('../../operations/configure/count-people.ts')
  const counted = await countPeople(context, { exclusions, orgUnits })
  const isUnknown = counted instanceof Problem
  const json = {
    ...answer.json,
    ...(exclusions.length === 0
      ? {}
      : { exclusionMatches: isUnknown ? null : { people: counted.people, rules: counted.rules } }),
    ...(orgUnits.length === 0 ? {} : { orgUnitMatches: isUnknown ? null : counted.orgUnits }),
  }
  const lines = isUnknown
    ? [`The settings were saved. Rollcall can't count whom they match yet: ${counted.title}.`]
    : [
        ...counted.rules.map((rule) => exclusionWords(rule, counted.people)),
        ...counted.orgUnits.map((unit) => orgUnitWords(unit, counted.people)),
      ]
  return { text: [answer.text, '', ...lines].join('\n'), json }
}
