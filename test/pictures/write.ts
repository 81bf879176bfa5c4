import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { takePictures } from './take.ts'

// `npm run pictures`: the README's pictures, from the running program.
const folder = 'fixtures/pictures'
await mkdir(folder, { recursive: true })
for (const [name, picture] of Object.entries(await takePictures())) await writeFile(join(folder, name), picture)
