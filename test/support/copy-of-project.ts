import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'

const root = new URL('../..', import.meta.url).pathname

/** What is made from the rest, or is too large to be copied. */
const left = ['.git', '.cache', 'build', 'coverage', 'dist', 'node_modules']

/**
 * Copies the project, as it was checked out, to a folder that does not exist yet.
 *
 * @param packages `linked`: one link to this project's packages; `own`: a tree of its own, as after `npm ci`
 */
export function copyProject(folder: string, packages: 'linked' | 'own'): void {
  fs.mkdirSync(folder, { recursive: true })
  for (const name of fs.readdirSync(root)) {
    if (!left.includes(name)) fs.cpSync(join(root, name), join(folder, name), { recursive: true })
  }
  const target = join(folder, 'node_modules')
  if (packages === 'linked') fs.symlinkSync(join(root, 'node_modules'), target)
  else copyTree(join(root, 'node_modules'), target)
}

/** Files get a second name where the disk can do that, because there are many. */
function copyTree(from: string, to: string): void {
  fs.mkdirSync(to)
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(source), target)
    else linkOrCopy(source, target)
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    fs.linkSync(from, to)
  } catch {
    fs.copyFileSync(from, to)
  }
}

/** Runs a program of Node in a folder, and waits for its end. */
export function runNode(
  folder: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, { cwd: folder, env: { ...process.env, ...environment } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
