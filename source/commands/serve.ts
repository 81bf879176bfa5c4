import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { SignInSettings } from '../settings/settings-schema.ts'
import { absolutePath } from '../store/disk/absolute-path.ts'
import { onDisk } from '../store/disk/disk-problems.ts'
import type { Home } from '../store/home.ts'
import { openHome } from '../store/open-home.ts'
import { type ListenAddress, parseListenAddress } from '../web/listeners/listen-address.ts'
import { addExamples } from './cli/examples.ts'
import type { GlobalOptions } from './cli/global-options.ts'
import { wrongUsage } from './cli/problems.ts'
import { type CommandTools, runCommand } from './cli/run-command.ts'
import { expectLocalLookups, isSignInSetUp, serveLookups } from './serve-lookups.ts'

type ServeOptions = GlobalOptions & {
  listen?: ListenAddress
  tlsCert?: string
  tlsKey?: string
  status?: ListenAddress
  lookups?: ListenAddress
  trustProxy: string[]
  tenants?: string
  log?: 'text' | 'json'
}

const usageLine = 'rollcall serve [options]'

/** The port that the documented proxy configurations ask. */
const portBehindProxy = 8463

/** Adds `rollcall serve`. */
export function addServeCommand(program: Command): void {
  const command = program
    .command('serve')
    .summary('let people sign in to the archive')
    .description(
      'Runs the sign-in service. People sign in with Google or a password, and your reverse proxy asks who they are. With --lookups your mail server asks whose mail an address is. Stop it with Ctrl-C or SIGTERM; SIGHUP reads settings and certificates again.',
    )
    .addOption(
      new Option(
        '--listen <address>',
        'where to listen: ADDRESS:PORT, or unix:PATH[,mode=0660][,group=NAME]',
      ).argParser(listenAddress),
    )
    .option('--tls-cert <file>', 'serve HTTPS with this certificate chain, PEM')
    .option('--tls-key <file>', 'and its private key, PEM')
    .addOption(
      new Option(
        '--status <address>',
        'answer health checks, metrics and mail tokens at this address, such as 127.0.0.1:9464',
      ).argParser(listenAddress),
    )
    .addOption(
      new Option(
        '--lookups <address>',
        "answer a mail server's questions (Postfix socketmap): unix:PATH, or a port of this machine",
      ).argParser(listenAddress),
    )
    .option(
      '--trust-proxy <address>',
      'trust the X-Forwarded headers of this proxy: an address, a network, or unix; repeatable',
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .option('--tenants <folder>', 'serve every home in this folder, each below its instance ID')
    .addOption(new Option('--log <form>', 'how to log events').choices(['text', 'json']))
    .action((_options: object, self: Command) => serve(self.optsWithGlobals<ServeOptions>()))
  addExamples(command, [
    { line: 'rollcall serve --listen 127.0.0.1:8463 --trust-proxy 127.0.0.1', does: 'behind nginx or Caddy' },
    { line: 'rollcall serve --tls-cert fullchain.pem --tls-key privkey.pem', does: 'with its own certificate' },
    { line: 'rollcall serve --status 127.0.0.1:9464', does: 'with health checks and metrics' },
    { line: 'rollcall serve --lookups unix:/run/rollcall/lookups', does: 'with answers for Postfix' },
  ])
}

function listenAddress(text: string): ListenAddress {
  const address = parseListenAddress(text)
  if (address === null) throw new InvalidArgumentError('Give ADDRESS:PORT or unix:PATH.')
  return address
}

async function serve(options: ServeOptions): Promise<void> {
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
    throw wrongUsage("'--tls-cert' and '--tls-key' go together", usageLine)
  }
  await runCommand(
    options,
    async (tools) => {
      const [{ parseTrustedProxies }, { startService }, { createEventLog }, { createMetrics }, systemd, worker] =
        await Promise.all([
          import('../web/client-address.ts'),
          import('../web/service.ts'),
          import('../web/event-log.ts'),
          import('../web/metrics.ts'),
          import('../web/listeners/systemd.ts'),
          import('../store/users/follow/store-worker.ts'),
        ])
      const { home, google } = await tools.context()
      const homes = homesToServe(options, home)
      const kept = await keptSettings(options, home)
      const proxies = parseTrustedProxies(options.trustProxy.length > 0 ? options.trustProxy : kept.trustProxy)
      if ('wrong' in proxies) {
        throw wrongUsage(`'--trust-proxy ${proxies.wrong}' is not an address, a network or unix`, usageLine)
      }
      const sockets = systemd.systemdSockets(process.env, process.pid)
      const socketNamed = (name: string) => sockets.find((socket) => socket.name === name)?.descriptor ?? null
      const statusDescriptor = socketNamed('status')
      const listenDescriptor = sockets.find(({ name }) => name !== 'status' && name !== 'lookups')?.descriptor ?? null
      const lookupsWanted = { address: options.lookups ?? null, descriptor: socketNamed('lookups') }
      await expectLocalLookups(lookupsWanted)
      const startReader = (folder: string) => worker.startStoreWorker(folder)
      const certificate =
        options.tlsCert === undefined || options.tlsKey === undefined
          ? kept.certificate
          : { cert: absolutePath(options.tlsCert), key: absolutePath(options.tlsKey) }
      const log = createEventLog(
        options.log === 'json' ? 'json' : process.env.JOURNAL_STREAM ? 'journal' : 'text',
        tools.tell,
        () => new Date(),
      )
      // A mail host needs no sign-in.
      const onlyLookups =
        (lookupsWanted.address ?? lookupsWanted.descriptor) !== null &&
        (options.listen ?? options.tenants ?? certificate) == null &&
        !(await isSignInSetUp(home))
      const service = onlyLookups
        ? null
        : await startService(
            {
              homes,
              hasSeveral: options.tenants !== undefined,
              google,
              listen: options.listen ?? usualAddress(kept, certificate !== null),
              listenDescriptor,
              status: options.status ?? null,
              statusDescriptor,
              certificate,
              startReader,
            },
            { log, metrics: createMetrics(), proxies, now: () => Date.now() },
          )
      const lookups = await serveLookups(lookupsWanted, service?.served ?? null, homes, startReader).catch(
        async (error: unknown) => {
          await service?.close()
          throw error
        },
      )
      const reload = () => {
        void (service?.reload() ?? Promise.resolve()).then(
          () => log({ event: 'reloaded' }),
          // What was read before goes on serving.
          (error: unknown) =>
            log({ event: 'failed', reason: 'reload', detail: error instanceof Error ? error.message : '' }),
        )
      }
      // Before anybody hears that it is ready: without a listener the signal would end it.
      process.on('SIGHUP', reload)
      log({ event: 'ready', detail: `on ${[...(service?.addresses ?? []), ...lookups.addresses].join(' and ')}` })
      await systemd.notifySystemd('ready', process.env)
      await untilStopped(tools)
      process.off('SIGHUP', reload)
      log({ event: 'stopping' })
      await systemd.notifySystemd('stopping', process.env)
      await lookups.close()
      await service?.close()
      return { text: '', json: { stopped: true } }
    },
    ['SIGINT', 'SIGTERM'],
  )
}

type KeptSettings = Pick<SignInSettings, 'certificate' | 'trustProxy'> & { port: number }

/** What the settings say where no flag does. With several homes only flags count: the service is none of theirs. */
async function keptSettings({ tenants }: ServeOptions, home: Home): Promise<KeptSettings> {
  const { readSettings } = await import('../settings/settings.ts')
  const { usualPort } = await import('../settings/redirect/redirect-uri.ts')
  if (tenants !== undefined) return { certificate: null, trustProxy: [], port: usualPort }
  const { authentication, signIn } = await readSettings(home)
  return { certificate: signIn.certificate, trustProxy: signIn.trustProxy, port: authentication?.port ?? usualPort }
}

/**
 * The port of the archive's address: on every address with a certificate, else on this machine alone. Behind a proxy that
 * port is the proxy's own, so another one is taken.
 */
function usualAddress({ port, trustProxy }: KeptSettings, hasCertificate: boolean): ListenAddress {
  if (hasCertificate) return { kind: 'tcp', host: '::', port }
  return { kind: 'tcp', host: '127.0.0.1', port: trustProxy.length > 0 ? portBehindProxy : port }
}

function homesToServe({ tenants }: ServeOptions, home: Home): () => Home[] {
  if (tenants === undefined) return () => [home]
  const folder = absolutePath(tenants)
  return () => {
    const names = onDisk('read', folder, () => readdirSync(folder, { withFileTypes: true }))
    const homes = names
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => openHome(join(folder, name)))
    if (homes.length === 0) throw wrongUsage(`'--tenants ${tenants}' has no folder in it`, usageLine)
    return homes
  }
}

function untilStopped({ signal }: CommandTools): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
    // The listeners keep the process alive; this keeps the promise.
  })
}
