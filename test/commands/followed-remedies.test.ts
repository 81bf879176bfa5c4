import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { allProblems } from '../../source/commands/explain/all-problems.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

const ada = 'ada@example.com'
const old = 'old@example.com'
const organization = {
  domains: ['example.com'],
  admins: ['admin@example.com'],
  users: [
    { primaryEmail: 'admin@example.com', id: '1' },
    { primaryEmail: ada, id: '100' },
  ],
  groups: [{ id: 'g1', email: 'staff@example.com', name: 'Staff', members: [{ id: '100' }] }],
}

/** From a problem to its end: how it comes about, what a person does by hand as told, and the commands that are named. */
type Situation = {
  /** Comes before the command; the home was synchronized unless `fresh`. */
  before?: (at: Workplace) => unknown
  fresh?: true
  args: (at: Workplace) => string[]
  /** What the remedy asks a person to do that is no command of Rollcall. */
  byHand?: (at: Workplace) => unknown
  /** What stands in the remedy for the person's own value. */
  fill?: (at: Workplace) => Record<string, string>
  /** Of several ways the one that is followed, by a word in its command; all of the commands unless given. */
  way?: RegExp
  /** The command that was refused, with what the remedy asks to change in it; null: it is the remedy's own. */
  again?: ((at: Workplace) => string[]) | null
  input?: string
}

const deliver = (at: Workplace, archive: string): void => {
  mkdirSync(join(at.home.archives, archive, 'new'), { recursive: true })
  writeFileSync(join(at.home.archives, archive, 'new', 'mail'), archive)
}
const file = (at: Workplace, name: string, text: string): string => {
  writeFileSync(join(at.folder, name), text, { mode: 0o600 })
  return join(at.folder, name)
}
const client = (at: Workplace): string => file(at, 'client.json', JSON.stringify({ web: webClient(at) }))
const webClient = ({ google }: Workplace) => ({
  client_id: google.oidc.clientId,
  client_secret: google.oidc.clientSecret,
  project_id: 'project',
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: 'https://oauth2.googleapis.com/token',
  redirect_uris: ['https://archive.example.com/oidc/signin'],
})
const throttled = (status: number, reason: string) => (at: Workplace) =>
  at.google.setFaults([
    {
      call: 'users.list',
      status,
      body: { error: { code: status, message: reason, errors: [{ reason }] } },
      times: 'always',
    },
  ])
const calm = (at: Workplace): void => at.google.setFaults([])
const rename = (at: Workplace, primaryEmail: string): void =>
  at.google.update((world) => {
    for (const one of world.users) if (one.id === '100') one.primaryEmail = primaryEmail
  })
const info = (at: Workplace) => at.run(['users', 'add', 'info'])
const own = (line: string) => (): string[] => line.split(' ')

const situations: Readonly<Record<string, Situation>> = {
  userNotFound: { args: own('users show nobody'), fill: () => ({ TEXT: 'ada' }), again: own(`users show ${ada}`) },
  addressUnknown: { args: own('who nobody@example.com'), fill: () => ({ TEXT: 'ada' }), again: own(`who ${ada}`) },
  addressUndeliverable: {
    before: (at) => at.run(['users', 'add', 'joerg', '--address', 'jörg@example.com']),
    args: own('who jörg@example.com'),
    fill: () => ({ ADDRESS: 'joerg@example.com' }),
    again: own('who joerg@example.com'),
  },
  'addressUndeliverable, of an account': {
    before: async (at) => {
      rename(at, 'jörg@example.com')
      await at.run(['sync'])
    },
    args: own('who jörg@example.com'),
    byHand: (at) => rename(at, 'joerg@example.com'),
    again: own('who joerg@example.com'),
  },
  alreadyTakenOver: {
    before: async (at) => {
      at.google.update((world) =>
        world.users.push({ ...world.users[1], id: '300', primaryEmail: 'info@example.com' } as never),
      )
      await at.run(['users', 'add', 'info@example.com'])
      await at.run(['users', 'take-over', 'info@example.com', '--yes'])
    },
    args: own('users take-over info@example.com --yes'),
    again: own('users show info@example.com'),
  },
  notIntegrated: { args: own(`users edit ${ada} --full-name Ada`) },
  userConflict: { before: info, args: own('users add info'), again: own('users add desk') },
  deletionLimit: {
    before: async (at) => {
      await at.run(['setup', '--auto-delete', '--deletion-limit', '0'])
      at.google.update((world) => {
        world.users = world.users.filter(({ id }) => id !== '100')
      })
    },
    args: own('sync'),
  },
  groupNotFound: { args: own('setup --group nobody@example.com'), again: own('setup --group staff@example.com') },
  notSetUp: {
    fresh: true,
    args: own('sync'),
    way: /setup/,
    fill: ({ keyFile }) => ({ FILE: keyFile, EMAIL: 'admin@example.com' }),
  },
  homeMissing: {
    before: (at) => rmSync(at.home.folder, { recursive: true }),
    args: own('users'),
    fill: ({ keyFile }) => ({ FILE: keyFile, EMAIL: 'admin@example.com' }),
  },
  planPlaceTaken: {
    args: (at) => ['plan', '--out', file(at, 'taken.plan', 'x')],
    fill: (at) => ({ FILE: join(at.folder, 'free.plan') }),
    again: null,
  },
  planStale: {
    before: async (at) => {
      await at.run(['plan', '--out', join(at.folder, 'a.plan')])
      await info(at)
    },
    args: (at) => ['sync', '--plan', join(at.folder, 'a.plan')],
    again: own('sync'),
  },
  savedPlanUnusable: {
    args: (at) => ['sync', '--plan', file(at, 'bad.plan', '{}')],
    fill: (at) => ({ FILE: join(at.folder, 'good.plan') }),
    again: (at) => ['sync', '--plan', join(at.folder, 'good.plan')],
  },
  archiveBlocked: {
    before: (at) => writeFileSync(join(at.home.archives, 'info'), 'in the way'),
    args: own('users add info'),
    byHand: (at) => renameSync(join(at.home.archives, 'info'), join(at.folder, 'info')),
  },
  archiveInTheWay: { before: (at) => deliver(at, 'info'), args: own('users add info'), way: /set-aside/ },
  'archiveInTheWay, the other way': { before: (at) => deliver(at, 'info'), args: own('users add info'), way: /adopt/ },
  archiveNotAdoptable: {
    before: (at) => deliver(at, old),
    args: own('archives adopt nobody --yes'),
    again: own(`archives adopt ${old} --yes`),
  },
  archiveNotAssignable: {
    before: (at) => deliver(at, old),
    args: own(`archives assign nobody ${ada} --yes`),
    again: own(`archives assign ${old} ${ada} --yes`),
  },
  archiveNotSetAside: {
    before: (at) => deliver(at, old),
    args: own(`archives set-aside ${ada}`),
    again: own(`archives set-aside ${old}`),
  },
  archivesMissing: { before: (at) => rmSync(at.home.archives, { recursive: true }), args: own('plan') },
  archivesUnusable: {
    before: (at) => {
      renameSync(at.home.archives, join(at.folder, 'volume'))
      symlinkSync(join(at.folder, 'nowhere'), at.home.archives)
    },
    args: own('users add info'),
    byHand: (at) => renameSync(join(at.folder, 'volume'), join(at.folder, 'nowhere')),
  },
  archiveWorkPending: {
    before: async (at) => {
      writeFileSync(
        at.home.journal,
        JSON.stringify({
          version: 1,
          revision: 1,
          historyBytes: 0,
          work: [{ kind: 'create', archive: 'x' }],
          round: 'out',
          committed: true,
        }),
      )
      renameSync(at.home.archives, join(at.folder, 'kept'))
      writeFileSync(at.home.archives, 'in the way')
    },
    args: own('users add info'),
    byHand: (at) => {
      rmSync(at.home.archives)
      renameSync(join(at.folder, 'kept'), at.home.archives)
    },
  },
  backupMissing: { before: info, args: own('restore 77 --yes'), again: null },
  backupUnusable: {
    before: async (at) => {
      await info(at)
      const [one = ''] = readdirSync(at.home.backups).sort().reverse()
      writeFileSync(join(at.home.backups, one), '{')
    },
    args: own('restore 1 --yes'),
    again: null,
  },
  journalUnusable: { before: (at) => writeFileSync(at.home.journal, '{'), args: own('sync') },
  nothingToUndo: { fresh: true, args: own('undo --yes'), again: null },
  'nothingToUndo, after undoing all': { before: (at) => at.run(['undo', '--yes']), args: own('undo --yes') },
  nothingToRedo: { args: own('redo --yes'), again: null },
  sessionsUnusable: {
    before: (at) => writeFileSync(join(at.home.folder, 'sessions.json'), '{'),
    args: own('sessions'),
    byHand: (at) => rmSync(join(at.home.folder, 'sessions.json')),
  },
  storeMissing: {
    before: async (at) => {
      await info(at)
      rmSync(at.home.users)
    },
    args: own('users'),
  },
  storeUnusable: {
    before: async (at) => {
      await info(at)
      writeFileSync(at.home.users, '{')
    },
    args: own('users'),
  },
  storeLinkBroken: {
    before: (at) => {
      renameSync(at.home.users, join(at.folder, 'users.json'))
      symlinkSync(join(at.folder, 'gone.json'), at.home.users)
    },
    args: own('users'),
    byHand: (at) => renameSync(join(at.folder, 'users.json'), join(at.folder, 'gone.json')),
  },
  codeUnknown: { args: own('explain deletionlimt'), again: null },
  confirmationNeeded: { before: info, args: own('undo'), again: null },
  revisionUnknown: { args: own('history 77'), again: own('history 1') },
  wrongUsage: { args: own('sync --bogus'), again: own('sync') },
  noTerminal: { args: () => [], again: null },
  passwordMissing: {
    before: info,
    args: own('users edit info --password'),
    fill: () => ({ NAME: 'info' }),
    input: 'correct horse battery staple\n',
    again: null,
  },
  standardInputUnusable: { args: own('setup --key -'), again: null, input: 'KEY' },
  authenticationNotSetUp: {
    args: own(`test-authentication ${ada}`),
    fill: (at) => ({ FILE: client(at) }),
    again: null,
  },
  authenticationIncomplete: { args: own('setup --host archive.example.com'), fill: (at) => ({ FILE: client(at) }) },
  authenticationInvalid: {
    before: (at) => at.run(['setup', '--oauth-client', client(at), '--host', 'archive.example.com']),
    args: own('setup --host nonsense..example'),
    again: own('setup --host archive.example.com'),
  },
  exportIsNoFile: {
    before: (at) => mkdirSync(join(at.folder, 'folder')),
    args: (at) => ['setup', '--export', `postfix:mailboxes=${join(at.folder, 'folder')}`],
    fill: (at) => ({ FILE: join(at.folder, 'mailboxes') }),
    again: null,
  },
  folderMissing: {
    args: (at) => ['setup', '--export', `csv=${join(at.folder, 'new', 'users.csv')}`],
    byHand: (at) => mkdirSync(join(at.folder, 'new'), { recursive: true }),
  },
  catchAllUnusable: {
    before: info,
    args: own('setup --catch-all info'),
    fill: () => ({ ADDRESS: 'info@example.com' }),
  },
  requestRefused: { before: throttled(400, 'badRequest'), args: own('sync'), byHand: calm },
  googleThrottles: { before: throttled(403, 'userRateLimitExceeded'), args: own('sync --wait 0'), byHand: calm },
  googleUnavailable: { before: throttled(503, 'backendError'), args: own('sync --wait 0'), byHand: calm },
  settingsUnusable: {
    before: (at) => {
      writeFileSync(join(at.folder, 'settings.json'), readFileSync(at.home.settings))
      writeFileSync(at.home.settings, '{')
    },
    args: own('sync'),
    byHand: (at) => writeFileSync(at.home.settings, readFileSync(join(at.folder, 'settings.json'))),
  },
  settingsDocumentUnusable: {
    args: (at) => ['setup', '--from', file(at, 'document.json', '[]')],
    again: null,
  },
  commandNotConfirmed: {
    args: (at) => ['setup', '--from', file(at, 'other.json', JSON.stringify({ settings: { after: 'true' } }))],
    again: (at) => ['setup', '--yes', '--from', join(at.folder, 'other.json')],
  },
  contentNotPath: { args: () => ['setup', '--key', '{"type": "service_account"}'], again: null, input: 'KEY' },
  fileMissing: { args: own('setup --key /nowhere/key.json'), again: ({ keyFile }) => ['setup', '--key', keyFile] },
  keyNotJson: {
    args: (at) => ['setup', '--key', file(at, 'bad.json', 'nonsense')],
    again: ({ keyFile }) => ['setup', '--key', keyFile],
  },
  groupGone: {
    before: async (at) => {
      await at.run(['setup', '--group', 'staff@example.com'])
      at.google.update((world) => {
        world.groups = []
      })
    },
    args: own('sync'),
    byHand: (at) => at.run(['setup', '--all-users']),
  },
  orgUnitEmpty: {
    before: async (at) => {
      at.google.update((world) => {
        for (const one of world.users) one.orgUnitPath = '/Sales'
      })
      await at.run(['setup', '--org-unit', '/Sales'])
      at.google.update((world) => {
        for (const one of world.users) one.orgUnitPath = '/Other'
      })
    },
    args: own('sync'),
    fill: () => ({ '/PATH': '/Other' }),
  },
  emptyDirectory: {
    before: (at) =>
      at.google.setFaults([{ call: 'users.list', body: { kind: 'admin#directory#users' }, times: 'always' }]),
    args: own('sync'),
    byHand: calm,
  },
}

const codeOf = (name: string): string => name.split(',')[0] ?? name

/** Problems whose remedy is followed nowhere here, with the reason. */
const elsewhere: Readonly<Record<string, string>> = {
  "in Google's consoles, which no test has": `accountRestricted adminSdkOff administratorDeleted administratorUnknown
    clientBlocked clientSecretNotAccepted delegationMissing domainCannotUseApis gmailApiOff groupUnreadable keyRevoked
    mailDelegationDenied mailboxNotReadable nestedGroupUnreadable noAccessToken noMailbox oauthClientGone
    redirectNotRegistered rightMissing scopeTooSmall serviceAccountGone signInBlocked tokenNotAccepted
    accountOtherOrganization accountWithoutOrganization addressNotVerified signInDenied signInOtherOrganization
    signInRefusedByGoogle`,
  'give another value, which succeeds as any right value does': `administratorMalformed administratorNotInDirectory
    administratorNoAddress endpointNotLoopback exportFailed exportFormatUnknown fileNotOwn fileTooLarge fileUnreadable
    keyNotGiven notAFile placeNotOwn settingRefused userInvalid homeIsNoFolder exportIsNoFolder exportTwice
    currentFolderGone credentialUnusable`,
  'download the right file from Google; keyNotJson is followed for all of them': `keyAmbiguous keyCut keyFileEmpty
    keyFileTooLarge keyForeign keyIncomplete keyIsAuthorizedUser keyIsExternalAccount keyIsHtml keyIsOAuthClient keyIsP12
    keyIsPem keyNotAnObject keyOfUnknownKind privateKeyBroken privateKeyEncrypted privateKeyNotRsa oauthClientAmbiguous
    oauthClientCut oauthClientEmpty oauthClientForeign oauthClientIncomplete oauthClientIsAuthorizedUser
    oauthClientIsExternalAccount oauthClientIsHtml oauthClientIsInstalled oauthClientIsServiceAccount oauthClientNotJson
    oauthClientOfUnknownKind oauthClientTooLarge oauthClientWithoutSecret`,
  'run it again, or check network, proxy or clock: googleUnavailable is followed for all of them; test/google and test/environment have the causes': `answerUnreadable
    certificateNotTrusted clockOff googleTimedOut googleUnreachable notGoogle proxyRefuses proxyUnreachable
    signInRefused unsafeEnvironment variableUnusable listingIncomplete interrupted idTokenClock idTokenEarly
    idTokenExpired`,
  'report a bug, or find out who changes answers': `bug scopeRefused changeRefused idTokenAlgorithm idTokenBroken
    idTokenIssuer idTokenKeyUnknown idTokenMissing idTokenNonce idTokenNonceMissing idTokenSignature idTokenUnsigned
    idTokenAudience codeExchangeRefused copyDiffers`,
  'sign in again in a browser: test/google/openid, test/operations/sign-in and test/end-to-end/sign-in-browser': `accountIntegrated
    accountNotInStore accountReplaced browserNotAllowed cannotListen codeNotAccepted codeUsed mayNotLogOn
    redirectCodeAlone redirectCut redirectDoubled redirectElsewhere redirectEmpty redirectEncodedTwice redirectNoAddress
    redirectNotYet redirectOtherState redirectPortTaken redirectTooLong signInTimedOut signsInWithPassword wrongAccount`,
  'a service that goes on, DNS, ports and certificates of the host: test/web and test/operations/sign-in-check': `archiveCertificateUntrusted
    cannotServe certificateExpired certificateNotYetValid certificateWrongName hostNotFound hostNotPublic
    httpsNotAnswering lookupsOutside plainHttpOutside portNotAnswering redirectUriNotAllowed serviceNotSetUp
    tenantsClash certificateUnusable certificateIncomplete`,
  'a disk that fails, or another process at the same moment: test/store': `archiveWorkTakenOver commitUncertain diskError
    diskFailed diskFull diskReadOnly linkUnusable lockLost lockUnreadable locked lockedElsewhere notPermitted pathMissing
    pathOfWrongKind tooManyOpenFiles homeOfSomebodyElse homeUnknown outputFailed`,
  'a database: test/store/conformance and test/real': `archivesElsewhere commitUnknown databaseBusy databaseFull
    databaseInUse databaseLost databaseNewer databasePasswordMissing databaseReadOnly databaseRefused databaseRights
    databaseSignIn databaseTls databaseTlsFile databaseUnreachable databaseUnsure databaseWithoutStore roleMissing
    storeAlreadyThere storeHasUsers storeMoved storeNotEmpty storeTargetUnusable storeUrlUnusable storedUserDiffers
    storedUserUnusable storeInFiles`,
  'another test follows it': `heldDeletionsStale heldDeletionsOld heldDeletionsUnusable
    notifyNobody mailNotSent webhookNotSent heartbeatNotSent
    metricsNotWritten notifyUnreadable installCommandFailed installNeedsLinux installNeedsRoot installedByPackage
    programMisplaced undoImpossible undoOfUndo archivesNeedAttention`,
  'there is nothing to do': 'alreadyIntegrated',
  'the simulator and its files: test/simulator': `simulatorInput simulatorStart`,
}

test('the remedy of every problem is followed, or there is a reason why not', (t) => {
  const codes = allProblems().flatMap(({ problems }) => problems.map(({ code }) => code))
  const excused = Object.values(elsewhere).flatMap((list) => list.split(/\s+/))
  const followed = Object.keys(situations).map(codeOf)
  t.deepEqual(
    codes.filter((code) => !excused.includes(code) && !followed.includes(code)),
    [],
    'add a situation, or the reason why there is none',
  )
  t.deepEqual(
    [...excused, ...followed].filter((code) => !codes.includes(code)),
    [],
    'no such problem any more',
  )
})

for (const [name, situation] of Object.entries(situations)) {
  const { before, fresh, args, byHand, fill, way, again = args, input } = situation
  test(`followed word for word, the remedy ends the problem: ${name}`, async (t) => {
    const at = await workplace(t, { organization, setUp: codeOf(name) !== 'notSetUp' })
    if (fresh === undefined) await at.run(['sync'])
    await before?.(at)
    for (let round = 1; ; round += 1) {
      const refused = await at.run([...args(at), '--json'].filter((one) => one !== '--json' || args(at).length > 0))
      const text = refused.stdout + refused.stderr
      const problem =
        args(at).length > 0
          ? JSON.parse(refused.stdout).problem
          : { code: /Code: +(\w+)/.exec(text)?.[1], remedy: text }
      t.is(problem?.code, codeOf(name), text)
      await byHand?.(at)
      const values = fill?.(at) ?? {}
      const lines = (problem.remedy as string)
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /^(rollcall( |$)|mv |rm )/.test(line))
      for (const line of lines.filter((line) => way?.test(line) ?? true)) {
        const words = [...line.replace(/ < .*$/, '').matchAll(/'([^']*)'|(\S+)/g)].map(
          ([, quoted, plain]) => quoted ?? plain ?? '',
        )
        const filled = words.map(
          (word) => values[word] ?? word.replace(/=(FILE|ADDRESS)$/, (_all, key: string) => `=${values[key]}`),
        )
        if (filled[0] === 'mv') renameSync(filled[1] ?? '', filled[2] ?? '')
        else if (filled[0] === 'rm') rmSync(filled.at(-1) ?? '')
        else {
          const given = input === 'KEY' ? readFileSync(at.keyFile, 'utf8') : (input ?? '')
          const command = filled.slice(1)
          const asked = await at.run(command, { input: given })
          const done = asked.code === 64 && /--yes/.test(asked.stderr) ? await at.run([...command, '--yes']) : asked
          t.is(done.code, 0, `${line}: ${done.stdout}${done.stderr}`)
        }
      }
      if (again === null) return
      const last = await at.run(again(at), { input: input === 'KEY' ? '' : (input ?? '') })
      if (last.code !== 0 && round < 3 && last.stderr.includes(`Code:  ${codeOf(name)}`)) continue
      t.is(last.code, 0, `${problem.remedy}\n${last.stdout}${last.stderr}`)
      return
    }
  })
}
