import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { integrated } from '../sync/builders.ts'
import { type DrawnInterface, drawInterface } from './support/interface.ts'

const marker = 'S3cretMarker'
const der = `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7${marker}`
const pem = `-----BEGIN PRIVATE KEY-----\n${der}\nq83vEjRWeJq83vEjRWeJ${marker}\n-----END PRIVATE KEY-----\n`
/** As long as each line of a key. */
const line = `xlsMDdglD17KcIQlzQZhW3zYh4OxVH6HFE8fQLosnieViB4EglLK${marker}`
const keyFile = JSON.stringify({ type: 'service_account', private_key: pem, client_email: 'a@b.iam' }, null, 2)
const clientFile = JSON.stringify({ web: { client_id: '1-a.apps.googleusercontent.com', client_secret: marker } })

/** Every form in which people have a secret at hand, and what of it must not be seen. */
const forms: Readonly<Record<string, readonly [text: string, secret: string]>> = {
  'a PEM': [pem, marker],
  'the body of a PEM': [der, marker],
  'lines out of a PEM': [`${line}\n${line}\n`, marker],
  'a key file': [keyFile, marker],
  'a key file in base64': [
    Buffer.from(keyFile).toString('base64'),
    Buffer.from(keyFile).toString('base64').slice(40, 60),
  ],
  'a client file': [clientFile, marker],
  'a client secret': [`GOCSPX-${marker}-abcdef`, marker],
  'a password in an address': [`https://admin:${marker}@archive.example.com/`, marker],
}

const users = [integrated('desk')]
const archives = [{ folder: 'old', archive: 'old', owner: null, mailOf: null, messages: 1, bytes: 1 }]
const to =
  (...steps: readonly (readonly [key: string, shown: string])[]) =>
  async (shown: DrawnInterface): Promise<void> => {
    await shown.waitFor('› Synchronize now')
    for (const [key, there] of steps) {
      shown.type(key)
      await shown.waitFor(there)
    }
  }
const settings = ['6', '› Google side'] as const
const form = [['3', '› desk'] as const, ['n', '› User name'] as const]
const down = (count: number): string => '\u001b[B'.repeat(count)

/** Every field that text can be put into. */
const fields: Readonly<Record<string, (shown: DrawnInterface) => Promise<void>>> = {
  'the key': to(settings, ['2', 'Key file']),
  'the administrator': to(settings, ['3', 'such as admin']),
  'the days until somebody is deleted': to(settings, ['6', '› Automatic'], [down(1), '› Delete after']),
  'the deletion limit': to(settings, ['6', '› Automatic'], [down(4), '› Deletion limit']),
  'the exclusions': to(settings, ['6', '› Automatic'], [down(5), '› Exclusions']),
  'the privileges by group': to(settings, ['6', '› Automatic'], [down(7), '› Privileges by group']),
  'the archives of groups': to(settings, ['6', '› Automatic'], [down(9), '› Group archives']),
  'the client file': to(settings, ['8', '› Client file']),
  'the client id': to(settings, ['8', '› Client file'], [down(1), '› Client id']),
  'the client secret': to(settings, ['8', '› Client file'], [down(2), '› Client secret']),
  'the host': to(settings, ['8', '› Client file'], [down(3), '› Host']),
  'the port': to(settings, ['8', '› Client file'], [down(4), '› Port']),
  'the instance id': to(settings, ['8', '› Client file'], [down(5), '› Instance id']),
  'the certificate': to(settings, ['8', '› Client file'], [down(6), '› Certificate']),
  "the certificate's key": to(settings, ['8', '› Client file'], [down(7), '› Certificate key']),
  'the proxy': to(settings, ['8', '› Client file'], [down(8), '› Reverse proxy']),
  'the return hosts': to(settings, ['8', '› Client file'], [down(9), '› Return hosts']),
  'a new user name': to(...form),
  'a full name': to(...form, [down(1), '› Full name']),
  'an address': to(...form, [down(2), '› Addresses']),
  'a password': to(...form, [down(4), '› Password']),
  'another archive': to(['3', '› desk'], ['p', '› □'], ['\u001b[F\u001b[A', '›   Another archive']),
  'a filter': to(['3', '› desk'], ['/', 'letters filter']),
  'an export': to(['3', '› desk'], ['E', 'Export 1 row']),
  'who gets an archive': to(['4', '› old'], ['\r', 'Give the archive']),
}

for (const [field, open] of Object.entries(fields)) {
  test(`a secret that is pasted or typed into ${field} is never drawn, and never kept in a draft`, async (t) => {
    for (const [form, [text, secret]] of Object.entries(forms)) {
      const shown = drawInterface(t, {
        services: () => ({
          listUsers: async () => ({ users, shared: new Map() }),
          listArchives: async () => archives,
          completePath: async () => [],
        }),
      })
      await open(shown)
      shown.paste(text)
      shown.press('enter')
      await shown.settled()
      shown.type('\u0013')
      await shown.settled()
      shown.press('enter')
      await shown.settled()
      t.false(
        shown.frames.some((frame) => frame.replace(/\s+/g, '').includes(secret)),
        `${form}:\n${shown.frame()}`,
      )
      t.notRegex(shown.frames.join('\n'), /rollcall setup --key/, form)
      const draft = join(shown.folder, 'wizard-draft.json')
      if (existsSync(draft)) t.false(readFileSync(draft, 'utf8').includes(secret), form)
    }
  })
}
