import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { takePictures } from './take.ts'

test('the pictures show what the program shows; npm run pictures takes them again', async (t) => {
  for (const [name, picture] of Object.entries(await takePictures())) {
    t.is(await readFile(join('fixtures/pictures', name), 'utf8'), picture, name)
  }
})
