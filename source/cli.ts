import { version } from './version.ts'

// Asked for by scripts and by people in a hurry: answered before anything else is loaded.
if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${version}\n`)
}
