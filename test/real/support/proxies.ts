import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { makeCertificate } from './certificate.ts'
import { fill } from './fill.ts'
import { runDaemon } from './run-daemon.ts'

/** What a documented configuration is filled in with. */
export type ProxyPlace = {
  folder: string
  host: string
  port: number
  service: number
  application: number
  /** What stands in nginx's configuration in place of the application's `location`. */
  location?: string
  /** Which of nginx's documented sites: for one organization, or for several. */
  site?: 'archive' | 'tenants'
}

/** A proxy whose configuration is the one that the documentation shows. */
export type ProxyProgram = {
  name: string
  program: string
  start: (t: ExecutionContext<unknown>, place: ProxyPlace) => Promise<void>
}

const example = (path: string): string =>
  readFileSync(new URL(`../../../docs/examples/${path}`, import.meta.url), 'utf8')

/** Puts another application in the place of the documented one. */
function withLocation(site: string, location: string | undefined): string {
  if (location === undefined) return site
  const [whole] = /^ {4}location \/mail\/ \{$[\s\S]*?^ {4}\}$/m.exec(site) ?? []
  if (whole === undefined) throw new Error('The example no longer has the location /mail/')
  return site.replace(whole, location.replace('include fastcgi_params', 'include /etc/nginx/fastcgi_params'))
}

/** nginx and Caddy, as Debian has them. */
export const proxies: readonly ProxyProgram[] = [
  {
    name: 'nginx',
    program: '/usr/sbin/nginx',
    async start(t, { folder, host, port, service, application, location, site = 'archive' }) {
      const { cert, key } = makeCertificate(folder, host)
      const include = join(folder, 'rollcall-proxy.conf')
      writeFileSync(include, example('nginx/rollcall-proxy.conf'))
      const cookies = join(folder, 'rollcall-cookies.conf')
      writeFileSync(cookies, example('nginx/rollcall-cookies.conf'))
      const configured = fill(withLocation(example(`nginx/${site}.conf`), location), [
        ['listen 443 ssl', `listen 127.0.0.1:${port} ssl`],
        ['archive.example.com', host],
        ['/etc/ssl/archive/fullchain.pem', cert],
        ['/etc/ssl/archive/privkey.pem', key],
        ['/etc/nginx/rollcall-proxy.conf', include],
        ['/etc/nginx/rollcall-cookies.conf', cookies],
        ['127.0.0.1:8463', `127.0.0.1:${service}`],
        ...(location === undefined ? [['127.0.0.1:8080', `127.0.0.1:${application}`] as const] : []),
      ])
      const temporary = join(folder, 'temporary')
      mkdirSync(temporary)
      const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${temporary}/${name};`,
      )
      const configuration = join(folder, 'nginx.conf')
      writeFileSync(
        configuration,
        `daemon off; pid ${folder}/nginx.pid; error_log stderr; user root; events {}\nhttp { include /etc/nginx/mime.types; access_log off; ${paths.join(' ')}\n${configured}\n}\n`,
      )
      await runDaemon(t, '/usr/sbin/nginx', ['-e', 'stderr', '-p', folder, '-c', configuration], port)
    },
  },
  {
    name: 'Caddy',
    program: '/usr/bin/caddy',
    async start(t, { folder, host, port, service, application }) {
      const { cert, key } = makeCertificate(folder, host)
      const configuration = join(folder, 'Caddyfile')
      const site = fill(example('caddy/Caddyfile'), [
        ['archive.example.com {', `https://${host}:${port} {\n\ttls ${cert} ${key}`],
        ['127.0.0.1:8463', `127.0.0.1:${service}`],
        ['127.0.0.1:8080', `127.0.0.1:${application}`],
      ])
      writeFileSync(configuration, `{\n\tadmin off\n\tauto_https off\n}\n${site}`)
      await runDaemon(t, '/usr/bin/caddy', ['run', '--config', configuration, '--adapter', 'caddyfile'], port, {
        HOME: folder,
        XDG_DATA_HOME: folder,
        XDG_CONFIG_HOME: folder,
      })
    },
  },
]
