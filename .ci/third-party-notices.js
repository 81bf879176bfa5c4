// The licences of everything that is compiled into the program, as their authors wrote them.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/**
 * A list of the packages with their versions and licences, and then the licences themselves.
 *
 * @param {string[]} inputs the paths of all bundled files, from the root of the project
 * @returns {Promise<string>} one section for each package; throws when a package states no licence
 */
export async function thirdPartyNotices(inputs) {
  const folders = new Set(inputs.flatMap((input) => packageFolder.exec(input)?.[0] ?? []))
  const notices = await Promise.all([...folders].sort().map(notice))
  const titles = [...new Set(notices.map(({ title }) => title))].sort()
  const heading = `Rollcall contains the following software, under the licences given below.\n\n${titles.join('\n')}\n`
  const sections = new Set(notices.map(({ title, body }) => `${title}\n\n${body}\n`))
  return [heading, ...sections].join(`\n${'-'.repeat(78)}\n\n`)
}

async function notice(folder) {
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const licence = typeof about.license === 'string' ? about.license : about.license?.type
  if (licence === undefined) throw new Error(`${folder} states no licence`)
  const files = await readdir(folder)
  const texts = files.filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort()
  const bodies = await Promise.all(texts.map((file) => readFile(join(folder, file), 'utf8')))
  const author = typeof about.author === 'string' ? about.author : about.author?.name
  const body = bodies.length > 0 ? bodies.join('\n\n') : `Licensed under ${licence}${author ? ` by ${author}` : ''}.`
  return { title: `${about.name} ${about.version} (${licence})`, body: body.trim() }
}
