import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A build with its production dependencies, in a folder of its own where nothing else of the repository is. */
export interface InstalledBuild {
  /** What plain `node` is given. */
  main: string
  /** Bytes of everything that was installed. */
  size: number
  remove(): void
}

/** What npm reads for an installation at the root: manifests, and nothing that it could build or start. */
function manifestsOf(root: string): string[] {
  const { workspaces }: { workspaces: string[] } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  )
  const parts = workspaces.map((each) => `${each}/package.json`)
  return ['package.json', 'package-lock.json', ...parts]
}

/** Installs in a copy of `dist/server` alone, by its own manifest and lock file. */
export function installBesideBuild(root: string): InstalledBuild {
  return install(root, [], '')
}

/** Installs at the root, as on a server that has a checkout: `npm ci --omit=dev`, then `node dist/server/main.js`. */
export function installAtRoot(root: string): InstalledBuild {
  return install(root, manifestsOf(root), 'dist/server')
}

function install(root: string, manifests: readonly string[], place: string): InstalledBuild {
  const folder = mkdtempSync(path.join(tmpdir(), 'tutor-ships-'))
  cpSync(path.join(root, 'dist', 'server'), path.join(folder, place), { recursive: true })
  for (const file of manifests) cpSync(path.join(root, file), path.join(folder, file), { recursive: true })
  const options = ['--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', '--engine-strict']
  // Through a shell, since npm is a script on Windows.
  execFileSync('npm', ['ci', ...options], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: true,
  })
  return {
    main: path.join(folder, place, 'main.js'),
    size: sizeOf(path.join(folder, 'node_modules')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0)
}
