import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** A project as WeChat's package sees it. */
export interface OfficialProject {
  /** What WeChat's server knows of it; asks the network where nobody gives it. */
  attr(): Promise<Record<string, unknown>>
}

interface ProjectOptions {
  appid: string
  type: 'miniProgram'
  projectPath: string
  /** One of these: the key's file, or the key. */
  privateKeyPath?: string
  privateKey?: string
  ignores: string[]
}

interface CompileOptions {
  project: OfficialProject
  version: string
  setting: { useProjectConfig: boolean }
  onProgressUpdate: () => void
}

/** What of `miniprogram-ci` is used here. */
export interface OfficialPackage {
  Project: new (options: ProjectOptions) => OfficialProject
  /** Contents by their names. */
  getCompiledResult(options: CompileOptions): Promise<Record<string, string | Buffer>>
  upload(options: CompileOptions & { desc: string; robot: number }): Promise<unknown>
  packNpmManually(options: { packageJsonPath: string; miniprogramNpmDistDir: string }): Promise<unknown>
}

const manifest = path.join(__dirname, 'package.json')
const fromHere = createRequire(manifest)

/**
 * WeChat's own package, which compiles and uploads. It is two thirds of all packages that development would install, and
 * whoever runs the server, its tests or the preview does without: so it is fetched here when it is needed for the first
 * time, with a lock file of its own. Throws where it cannot be fetched.
 */
export function officialPackage(): OfficialPackage {
  if (installedVersion() !== wantedVersion()) install()
  return fromHere('miniprogram-ci')
}

/** Attributes of a project as WeChat's server would give them to anybody; the package's index leaves them out. */
export function defaultAttributes(): Record<string, unknown> {
  const config: { DefaultProjectAttr: Record<string, unknown> } = fromHere(
    'miniprogram-ci/dist/config/config',
  )
  return config.DefaultProjectAttr
}

function install(): void {
  console.error(
    `WeChat's own package miniprogram-ci ${wantedVersion()} is needed for this and is fetched now, once: npm ci --prefix scripts/wechat (230 MB)`,
  )
  const options = ['ci', '--prefix', __dirname, '--no-audit', '--no-fund']
  // On Windows npm is a script of the shell's.
  const { status, error } = spawnSync('npm', options, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (error !== undefined) throw error
  if (status !== 0) throw new Error('miniprogram-ci could not be fetched: npm ci --prefix scripts/wechat')
}

function wantedVersion(): string | undefined {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  )
  return dependencies['miniprogram-ci']
}

function installedVersion(): string | undefined {
  const file = path.join(__dirname, 'node_modules', 'miniprogram-ci', 'package.json')
  if (!existsSync(file)) return undefined
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}
