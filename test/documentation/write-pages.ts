import { readFileSync, writeFileSync } from 'node:fs'
import { problemPages } from '../../source/commands/explain/problem-pages.ts'
import { withKeys } from './key-section.ts'

// `npm run docs`: what is made from the catalogues of problems and from the keys of the screen.
writeFileSync('docs/problems.md', problemPages())
writeFileSync('docs/reference.md', withKeys(readFileSync('docs/reference.md', 'utf8')))
