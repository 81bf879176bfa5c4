import { homeAt } from '../../../source/store/home.ts'
import { commitAll } from './scenario.ts'

// Commits in the home that it is given, as soon as a line arrives, and is killed while it does.
const [folder = ''] = process.argv.slice(2)
process.stdout.write('ready\n')
process.stdin.once('data', () => {
  process.stdout.write('begun\n')
  void commitAll(homeAt(folder)).then(() => process.exit(0))
})
