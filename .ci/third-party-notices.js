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
  const body = bodies.length > 0 ? bodies.join('\n\n') : licenceWithoutFile(folder, licence, about.author)
  return { title: `${about.name} ${about.version} (${licence})`, body: body.trim() }
}

/** A few packages name their licence and leave its text out. */
function licenceWithoutFile(folder, licence, author) {
  const holder = typeof author === 'string' ? author : author?.name
  if (licence !== 'MIT' || holder === undefined) throw new Error(`${folder} holds no licence text`)
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}
