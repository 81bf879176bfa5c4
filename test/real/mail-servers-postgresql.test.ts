import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withStoreLock } from '../../source/store/lock/lock.ts'
import { withDatabase } from '../../source/store/postgresql/connection/database.ts'
import { grantMailViews } from '../../source/store/postgresql/grant-mail-views.ts'
import { joinDatabase } from '../../source/store/postgresql/join-database.ts'
import { postgresqlStore } from '../../source/store/postgresql/postgresql-store.ts'
import { targetOf } from '../../source/store/postgresql/store-target.ts'
import { hashPassword } from '../../source/store/users/password.ts'
import { emptySummary, storeOf, temporaryHome } from '../store/support/homes.ts'
import { serverPrograms, startCluster, urlOf } from '../store/support/postgresql/cluster.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { integrated, user } from '../sync/builders.ts'
import { withPrograms } from './support/run-daemon.ts'

const page = readFileSync(new URL('../../docs/postgresql.md', import.meta.url), 'utf8')

/** A block of the page, as a reader copies it, with the places of this test. */
function documented(beginning: string, values: Readonly<Record<string, string>>): string {
  const block = [...page.matchAll(/^```ini\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text)
  const found = block.find((text) => text.includes(beginning))
  if (found === undefined) throw new Error(`the page has no block with ${beginning}`)
  let text = found
  for (const [from, to] of Object.entries(values)) {
    if (!text.includes(from)) throw new Error(`${from} does not stand in the block`)
    text = text.replaceAll(from, to)
  }
  return text
}

const server = serverPrograms()
const programs = ['/usr/sbin/postmap', '/usr/bin/doveadm', '/usr/lib/dovecot/modules/auth/libdriver_pgsql.so']

withPrograms(...programs, server ?? '/no PostgreSQL')(
  'Postfix and Dovecot find archives and passwords in the views, as the documentation has it, by a role that reads nothing else',
  async (t) => {
    const cluster = await startCluster()
    t.teardown(() => cluster.close())
    chmodSync(cluster.folder, 0o755)
    const url = await cluster.makeDatabase()
    const home = temporaryHome(t)
    const saved = { url, password: null, passwordFile: null, archiveHost: null }
    await joinDatabase(saved, { home, takesArchives: false })
    const store = postgresqlStore(home, targetOf(saved))
    const users = [
      user('ada@example.com', { emailAddresses: ['ada@example.com', 'countess@example.com'] }),
      user('bob@example.com', { emailAddresses: ['bob@example.com', 'team@example.com'] }),
      user('cyd@example.com', { emailAddresses: ['cyd@example.com', 'team@example.com', "o'neil@example.com"] }),
      integrated('info@example.com', {
        emailAddresses: ['info@example.com'],
        password: await hashPassword('correct horse'),
      }),
    ]
    await withStoreLock(home, { command: 'sync' }, (lock) =>
      store.commit(lock, {
        expectedRevision: 0,
        next: storeOf(1, ...users),
        archiveWork: [],
        record: { command: 'sync', summary: emptySummary, changes: [] },
      }),
    )
    t.is(await withDatabase(targetOf(saved), (database) => grantMailViews(database, 'mailreader')), 'made')
    t.is(await withDatabase(targetOf(saved), (database) => grantMailViews(database, 'mailreader')), 'granted')
    const { database } = targetOf(saved).address
    const asReader = urlOf(cluster.folder, database, 'mailreader')
    await t.throwsAsync(cluster.query(asReader, 'SELECT document FROM rollcall.users'), {
      message: /permission denied/,
    })
    await t.throwsAsync(cluster.query(asReader, 'SELECT list FROM rollcall.sessions'), { message: /permission denied/ })

    const folder = temporaryFolder(t)
    const places = {
      'hosts = db1.example.com': `hosts = unix:${cluster.folder}`,
      'dbname = mail': `dbname = ${database}`,
    }
    const tables = { mailboxes: 'postfix_mailboxes', aliases: 'postfix_aliases' }
    for (const [name, view] of Object.entries(tables))
      writeFileSync(join(folder, `${name}.cf`), documented(view, places))
    const postmap = (table: string, key: string): string => {
      try {
        const arguments_ = ['-c', '/etc/postfix', '-q', key, `pgsql:${join(folder, `${table}.cf`)}`]
        return execFileSync('/usr/sbin/postmap', arguments_, {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        }).trim()
      } catch (error) {
        // Postfix says by its exit code that there is no such key, and by words that something is wrong.
        const said = String((error as { stderr?: unknown }).stderr)
        if (said !== '') throw new Error(said)
        return ''
      }
    }
    t.is(postmap('mailboxes', 'ada@example.com'), 'ada@example.com/')
    t.is(postmap('mailboxes', 'ADA@example.com'), 'ada@example.com/')
    t.is(postmap('mailboxes', 'countess@example.com'), '')
    t.is(postmap('mailboxes', 'nobody@example.com'), '')
    t.is(postmap('aliases', 'countess@example.com'), 'ada@example.com')
    t.is(postmap('aliases', 'team@example.com'), 'bob@example.com, cyd@example.com')
    t.is(postmap('aliases', "o'neil@example.com"), 'cyd@example.com')
    t.is(postmap('aliases', "' OR '1'='1"), '')

    const sql = join(folder, 'rollcall-sql.conf.ext')
    const archives = home.archives
    writeFileSync(
      sql,
      documented('password_query', {
        'host=db1.example.com dbname=mail': `host=${cluster.folder} dbname=${database}`,
        '/var/lib/rollcall/archives': archives,
      }),
    )
    const configuration = join(folder, 'dovecot.conf')
    writeFileSync(
      configuration,
      [
        `base_dir = ${folder}/run`,
        `state_dir = ${folder}/run`,
        'log_path = /dev/stderr',
        'ssl = no',
        'disable_plaintext_auth = no',
        'auth_mechanisms = plain login',
        documented('driver = sql', { '/etc/dovecot/rollcall-sql.conf.ext': sql }),
      ].join('\n'),
    )
    const { startDovecotAuth } = await import('./support/dovecot-auth.ts')
    const doveadm = await startDovecotAuth(t, configuration)
    t.regex(doveadm(['user', 'ada@example.com']), new RegExp(`^mail\\s+maildir:${archives}/ada@example\\.com$`, 'm'))
    t.regex(
      doveadm(['user', 'Countess@Example.com']),
      new RegExp(`^mail\\s+maildir:${archives}/ada@example\\.com$`, 'm'),
    )
    t.regex(doveadm(['auth', 'test', 'info@example.com', 'correct horse']), /auth succeeded/)
    t.regex(doveadm(['auth', 'test', 'info@example.com', 'wrong']), /auth failed/)
    t.regex(doveadm(['auth', 'test', 'ada@example.com', 'correct horse']), /auth failed/)
    t.regex(doveadm(['auth', 'test', 'ada@example.com', '{CRYPT}*']), /auth failed/)
  },
)
