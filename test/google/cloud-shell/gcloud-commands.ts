/** One command of gcloud as Google documents it: its positional arguments, its flags, and those of them that must be given. */
export type DocumentedCommand = {
  words: string
  positional: { least: number; most: number }
  /** Flags that take a value. */
  flags?: readonly string[]
  /** Flags without one. */
  switches?: readonly string[]
  /** Of each of these groups exactly one must be given. */
  required?: readonly (readonly string[])[]
}

const one = { least: 1, most: 1 }
const none = { least: 0, most: 0 }
const owner = ['folder', 'organization', 'project']

/** From the synopses in https://cloud.google.com/sdk/gcloud/reference, of version 529. */
export const documentedCommands: readonly DocumentedCommand[] = [
  { words: 'config get-value', positional: one },
  { words: 'projects describe', positional: one },
  {
    words: 'projects create',
    positional: { least: 0, most: 1 },
    flags: ['folder', 'labels', 'name', 'organization', 'tags'],
    switches: ['no-enable-cloud-apis', 'enable-cloud-apis', 'set-as-default'],
  },
  { words: 'services enable', positional: { least: 1, most: 20 }, switches: ['async'] },
  { words: 'iam service-accounts describe', positional: one },
  { words: 'iam service-accounts create', positional: one, flags: ['description', 'display-name'] },
  {
    words: 'iam service-accounts keys create',
    positional: one,
    flags: ['iam-account', 'key-file-type'],
    required: [['iam-account']],
  },
  {
    words: 'iam service-accounts keys list',
    positional: none,
    flags: ['iam-account', 'created-before', 'managed-by', 'filter', 'limit', 'page-size', 'sort-by'],
    required: [['iam-account']],
  },
  { words: 'resource-manager org-policies disable-enforce', positional: one, flags: owner, required: [owner] },
  { words: 'resource-manager org-policies delete', positional: one, flags: owner, required: [owner] },
  { words: 'org-policies set-policy', positional: one, flags: ['update-mask'] },
  { words: 'org-policies delete', positional: one, flags: [...owner, 'etag'], required: [owner] },
  {
    words: 'organizations list',
    positional: none,
    flags: ['filter', 'limit', 'page-size', 'sort-by'],
    switches: ['uri'],
  },
  {
    words: 'organizations add-iam-policy-binding',
    positional: one,
    flags: ['member', 'role', 'condition', 'condition-from-file'],
    required: [['member'], ['role']],
  },
]

/** Flags of every command, with a value. */
const wideFlags = [
  'access-token-file',
  'account',
  'billing-project',
  'configuration',
  'flags-file',
  'flatten',
  'format',
  'impersonate-service-account',
  'project',
  'trace-token',
  'verbosity',
]
const wideSwitches = ['help', 'log-http', 'quiet', 'user-output-enabled']

/** A command line, understood. */
export type ReadCommand = { words: string; positional: string[]; flags: Record<string, string> }

/**
 * Reads the arguments of gcloud as it does itself.
 *
 * @returns what it says of arguments that it does not know
 */
export function readCommand(args: readonly string[]): ReadCommand | string {
  const found = documentedCommands.find(({ words }) => args.slice(0, words.split(' ').length).join(' ') === words)
  if (found === undefined) return `Invalid choice: '${args.join(' ')}'`
  const { words, positional: count, flags = [], switches = [], required = [] } = found
  const positional: string[] = []
  const given: Record<string, string> = {}
  for (const argument of args.slice(words.split(' ').length)) {
    const flag = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(argument)
    if (flag === null) positional.push(argument)
    else {
      const [, name = '', value] = flag
      const takesValue = [...flags, ...wideFlags].includes(name)
      if (!takesValue && ![...switches, ...wideSwitches].includes(name)) return `unrecognized arguments: ${argument}`
      if (takesValue && !value) return `argument --${name}: expected one argument`
      if (given[name] !== undefined) return `argument --${name}: given twice`
      given[name] = value ?? 'true'
    }
  }
  if (positional.length < count.least) return 'Must be specified: a positional argument'
  if (positional.length > count.most) return `unrecognized arguments: ${positional.slice(count.most).join(' ')}`
  for (const group of required) {
    if (group.filter((name) => given[name] !== undefined).length !== 1)
      return `Exactly one of (--${group.join(' | --')})`
  }
  return { words, positional, flags: given }
}
