import { writeFileSync } from 'node:fs'
import { problemPages } from '../../source/commands/explain/problem-pages.ts'

// `npm run docs`: the pages that are made from the catalogues of problems.
writeFileSync('docs/problems.md', problemPages())
