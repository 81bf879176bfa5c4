import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { type ReadCommand, readCommand } from './gcloud-commands.ts'
import { waitedSeconds } from './waited-seconds.ts'

/** What Google has, and how it behaves; in the file that FAKE_GCLOUD names. */
export type FakeCloud = {
  account: string
  /** How long an API takes from being enabled until it answers, in seconds. */
  apiDelay: number
  /** How long a new service account stays unseen, and a policy unchanged. */
  delay: number
  /** Policies that the organization enforces. */
  policies: string[]
  /** Commands that this account may not use. */
  denied: string[]
  /** Projects of other people: their IDs are taken. */
  taken: string[]
  projects: Record<string, FakeProject>
  /** The key that Google makes, as its JSON file. */
  key: { client_id: string; client_email: string }
}
export type FakeProject = {
  state: 'ACTIVE' | 'DELETE_REQUESTED'
  /** When each API answers. */
  apis: Record<string, number>
  /** When the service account can be seen; null: there is none. */
  robot: number | null
  keys: number
  /** When each policy ends for this project. */
  lifted: Record<string, number>
}

const stateFile = process.env.FAKE_GCLOUD ?? ''
const cloud: FakeCloud = JSON.parse(readFileSync(stateFile, 'utf8'))
/** In seconds; goes on by the script's own waiting. */
const now = waitedSeconds(stateFile)
const args = process.argv.slice(2)
const group = args.filter((word) => !word.startsWith('-')).slice(0, 4)

class Refusal extends Error {}

function refuse(message: string): never {
  throw new Refusal(`ERROR: (gcloud.${group.join('.')}) ${message}`)
}

function projectOf(id: string | undefined): FakeProject {
  const project = cloud.projects[id ?? '']
  if (project === undefined)
    refuse(`PERMISSION_DENIED: The caller does not have permission, or the project [${id}] may not exist.`)
  return project
}

function needApi(project: FakeProject, api: string): void {
  const since = project.apis[api]
  if (since === undefined || since > now)
    refuse(
      `PERMISSION_DENIED: ${api} has not been used in this project before or it is disabled.\n- reason: SERVICE_DISABLED`,
    )
}

/** The project of a service account's address. */
const idOf = (robot: string): string => /^rollcall@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(robot)?.[1] ?? ''

function needRobot(robot: string | undefined): FakeProject {
  const project = projectOf(idOf(robot ?? ''))
  needApi(project, 'iam.googleapis.com')
  if (project.robot === null || project.robot > now) refuse(`NOT_FOUND: Unknown service account: ${robot}`)
  return project
}

function answer({ words, positional: [first = ''], flags }: ReadCommand): string {
  if (cloud.denied.includes(words)) refuse('PERMISSION_DENIED: The caller does not have permission')
  switch (words) {
    case 'config get-value':
      if (first !== 'account') refuse(`no property ${first}`)
      return cloud.account
    case 'projects describe':
      if (flags.format !== 'value(lifecycleState)') refuse('this format is not played')
      return projectOf(first).state
    case 'projects create': {
      if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(first)) refuse('INVALID_ARGUMENT: project_id')
      if (cloud.projects[first] !== undefined || cloud.taken.includes(first))
        refuse('Project creation failed. The project ID you specified is already in use by another project.')
      cloud.projects[first] = { state: 'ACTIVE', apis: {}, robot: null, keys: 0, lifted: {} }
      return ''
    }
    case 'services enable': {
      const project = projectOf(flags.project)
      for (const api of args.filter((word) => word.endsWith('.googleapis.com')))
        project.apis[api] ??= now + cloud.apiDelay
      return ''
    }
    case 'iam service-accounts describe': {
      if (flags.format !== 'value(oauth2ClientId)') refuse('this format is not played')
      if (idOf(first) !== flags.project) refuse('the account is in another project')
      needRobot(first)
      return cloud.key.client_id
    }
    case 'iam service-accounts create': {
      const project = projectOf(flags.project)
      needApi(project, 'iam.googleapis.com')
      if (first !== 'rollcall') refuse('INVALID_ARGUMENT')
      if (project.robot !== null) refuse('Service account rollcall already exists within project')
      project.robot = now + cloud.delay
      return ''
    }
    case 'iam service-accounts keys list': {
      if (flags['managed-by'] !== 'user' || flags.format !== 'value(name)') refuse('this listing is not played')
      const { keys } = needRobot(flags['iam-account'])
      return Array.from({ length: keys }, (_, index) => `projects/-/keys/${index}`).join('\n')
    }
    case 'iam service-accounts keys create': {
      const project = needRobot(flags['iam-account'])
      const policy = cloud.policies.find((name) => (project.lifted[name] ?? Number.POSITIVE_INFINITY) > now)
      if (policy !== undefined)
        refuse(
          `FAILED_PRECONDITION: Key creation is not allowed on this service account.\n- '@type': type.googleapis.com/google.rpc.PreconditionFailure\n  violations:\n  - description: Key creation is not allowed on this service account.\n    type: constraints/${policy}`,
        )
      project.keys += 1
      writeFileSync(first, `${JSON.stringify({ ...cloud.key, client_email: flags['iam-account'] }, null, 2)}\n`)
      return ''
    }
    case 'resource-manager org-policies disable-enforce':
      if (first.includes('managed')) refuse('INVALID_ARGUMENT: managed constraints need the org-policies commands')
      projectOf(flags.project).lifted[first] = now + cloud.delay
      return ''
    case 'org-policies set-policy': {
      needApi(projectOf(flags['billing-project']), 'orgpolicy.googleapis.com')
      const policy =
        /^name: projects\/([a-z0-9-]+)\/policies\/([\w.]+)\nspec:\n {2}rules:\n {2}- enforce: false\n$/.exec(
          readFileSync(first, 'utf8'),
        )
      if (policy === null) return refuse('INVALID_ARGUMENT: the policy file')
      projectOf(policy[1]).lifted[policy[2] ?? ''] = now + cloud.delay
      return ''
    }
    default:
      return refuse(`${words} is not played`)
  }
}

appendFileSync(`${stateFile}.calls`, `${args.join(' ')}\n`)
const read = readCommand(args)
if (typeof read === 'string') {
  process.stderr.write(`ERROR: (gcloud) ${read}\n`)
  process.exitCode = 2
} else {
  try {
    const said = answer(read)
    if (said !== '') process.stdout.write(`${said}\n`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
  writeFileSync(stateFile, JSON.stringify(cloud))
}
