import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import test from 'ava'
import { startProgram } from '../support/running-program.ts'
import { workplace } from '../support/workplace.ts'
import { debianRoot, openRoot, rootEnvironment } from './support/debian-root.ts'
import { clientFile } from './support/walk.ts'

const containerfile = readFileSync('packaging/Containerfile', 'utf8')

/** The words of an instruction in the form of a list. */
const words = (instruction: string): string[] =>
  JSON.parse(new RegExp(`^${instruction}[^\\n]*?(\\[.*\\])$`, 'm').exec(containerfile)?.[1] ?? '[]')

const numbers = /^USER (\d+:\d+)$/m.exec(containerfile)?.[1] ?? ''
const environment = Object.fromEntries(
  [...(/^ENV (.*)$/m.exec(containerfile)?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
)

test('the steps of the image, in a root: it synchronizes and serves as nobody in particular, and tells whether it is well', async (t) => {
  t.timeout(300_000)
  const place = await workplace(t, { setUp: false })
  const builder = debianRoot(t, 'bookworm')
  mkdirSync(builder.path('/build'))
  execFileSync('cp', [
    `build/rollcall-linux-${process.arch}`,
    'packaging/container/make-root.sh',
    builder.path('/build'),
  ])
  const step = /^RUN (sh \/build\/make-root\.sh .*)$/m.exec(containerfile)?.[1] ?? ''
  const target = process.arch === 'arm64' ? 'arm64' : 'amd64'
  await builder.must(['sh', '-c', `TARGETARCH=${target}; ${step}`])

  const image = openRoot(builder.path('/image'))
  const [program = ''] = words('ENTRYPOINT')
  t.is((await image.run(['/bin/sh', '-c', 'true'])).code, 127, 'there is no shell')
  writeFileSync(image.path('/tmp/key.json'), JSON.stringify(place.google.key), { mode: 0o644 })
  writeFileSync(image.path('/tmp/client.json'), JSON.stringify(clientFile(place.google.oidc)), { mode: 0o644 })
  const home = ['--home', environment.ROLLCALL_HOME ?? '', '--google', place.google.url]
  const setup = ['setup', '--key', '/tmp/key.json', '--admin', place.google.admin]
  await image.must(
    [program, ...setup, '--oauth-client', '/tmp/client.json', '--host', 'archive.example.com', ...home],
    numbers,
  )
  t.regex(await image.must([program, 'sync', ...home], numbers), /Created \d+ users/)

  const health = words('HEALTHCHECK')
  t.is((await image.run(health, numbers)).code, 1, 'nothing serves yet')
  const [command, args] = image.inside([program, ...words('CMD')], numbers)
  const serving = startProgram(command, args, {
    env: { ...rootEnvironment, ...environment, ROLLCALL_GOOGLE: place.google.url },
  })
  t.teardown(async () => {
    serving.interrupt()
    await serving.ended
  })
  await serving.find('stderr', /(ready)/)
  t.is((await image.run(health, numbers)).code, 0)
  t.is(await statusOf(image.path('/run/rollcall/serve.sock'), '/signin'), 200)
  t.is(await statusOf(image.path('/run/rollcall/serve.sock'), '/auth'), 401)
})

/** What the service answers on its socket to a proxy that serves HTTPS. */
function statusOf(socketPath: string, path: string): Promise<number> {
  const headers = {
    host: 'archive.example.com:8462',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'archive.example.com:8462',
  }
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end()
  })
}

const builder = ['podman', 'docker'].find((name) => spawnSync(name, ['info'], { stdio: 'ignore' }).status === 0)

if (builder !== undefined) {
  test('the image is built, and starts', (t) => {
    t.timeout(600_000)
    const tag = `rollcall-test-${process.pid}`
    execFileSync(builder, ['build', '--file', 'packaging/Containerfile', '--tag', tag, '.'], { stdio: 'ignore' })
    t.teardown(() => spawnSync(builder, ['rmi', '--force', tag], { stdio: 'ignore' }))
    const version = JSON.parse(readFileSync('package.json', 'utf8')).version
    t.is(execFileSync(builder, ['run', '--rm', tag, '--version'], { encoding: 'utf8' }), `${version}\n`)
  })
}
