// Builds dist/rollcall.js: the whole program in one file that runs when copied alone to any machine with Node 20.19.
// See pack.js for the shape of that file, and why.
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { bundleParts, entry } from './bundle.js'
import { packageFiles } from './describe.js'
import { pack } from './pack.js'
import { thirdPartyNotices } from './third-party-notices.js'

const { parts, metafile } = await bundleParts()
const text = pack(parts, entry)
await rm('dist', { recursive: true, force: true })
await mkdir('dist', { recursive: true })
await writeFile('dist/rollcall.js', text)
await chmod('dist/rollcall.js', 0o755)
// The file is either kind of module. As CommonJS Node starts it 3 ms of 40 sooner; a copy with no package.json beside it is
// taken for that anyway.
await writeFile('dist/package.json', '{ "type": "commonjs" }\n')
const manual = (await packageFiles()).find(({ path }) => path.endsWith('/rollcall.1'))
await writeFile('dist/rollcall.1', manual.content)
await writeFile('dist/THIRD-PARTY-NOTICES.txt', await thirdPartyNotices(Object.keys(metafile.inputs)))
// For `npm run bench -- --modules`, and for anybody who wonders what takes so much room.
await mkdir('.cache', { recursive: true })
await writeFile('.cache/bundle.json', JSON.stringify(metafile))
process.stdout.write(`dist/rollcall.js  ${Math.round(text.length / 1024)} KiB in ${parts.length} parts\n`)
