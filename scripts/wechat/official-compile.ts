import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  defaultAttributes,
  type OfficialPackage,
  type OfficialProject,
  officialPackage,
} from './official-package'

/**
 * Below the project's folder, what neither a compile nor an upload looks at. The official compiler lists all else and then asks how large
 * each is: what is built, tested or kept in `artifacts`, `dist` and `data` may be gone by then, and that ended the compile.
 */
export const NOT_OF_THE_PROGRAM = [
  'node_modules/**/*',
  'scripts/wechat/node_modules/**/*',
  'artifacts/**',
  'dist/**',
  'data/**',
]

/** One file of the compile: its path below the program's root, with `/`, and its weight in bytes. */
export interface CompiledFile {
  readonly name: string
  readonly bytes: number
}

/**
 * Compiles the mini-program as an upload would: by WeChat's own `miniprogram-ci`, with the settings of
 * project.config.json, without the network. `folder` is emptied and gets every file that a phone would (`js json wxml
 * wxss wxs`, pictures), without source maps; `projectPath` is another project's folder. Rejects where the program does not compile. The compiler leaves a child
 * process behind that keeps Node alive: end with `process.exit`.
 */
export async function compileOfficially(
  folder: string,
  projectPath = path.resolve(__dirname, '..', '..'),
): Promise<readonly CompiledFile[]> {
  const target = path.resolve(folder)
  const official = officialPackage()
  const files = await elsewhere(() =>
    official.getCompiledResult({
      project: offlineProject(official, projectPath),
      version: '0.0.0',
      setting: { useProjectConfig: true },
      onProgressUpdate: () => {},
    }),
  )
  rmSync(target, { recursive: true, force: true })
  return Object.entries(files)
    .filter(([name]) => !isForDevelopers(name))
    .map(([name, content]) => {
      const file = path.join(target, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, content)
      return { name, bytes: Buffer.byteLength(content) }
    })
}

/** What was compiled into `folder` before. Throws where that is not there. */
export function compiledIn(folder: string): readonly CompiledFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name))
    .map((file) => ({
      name: path.relative(folder, file).split(path.sep).join('/'),
      bytes: statSync(file).size,
    }))
}

/**
 * Runs in a working directory that is gone afterwards: the compiler makes a folder for its cache, named by a hash, wherever the
 * process happens to be, and leaves it there (`ensureCacheDir` of miniprogram-ci joins it to an empty path).
 */
async function elsewhere<Value>(work: () => Promise<Value>): Promise<Value> {
  const before = process.cwd()
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'official-compile-'))
  process.chdir(scratch)
  try {
    return await work()
  } finally {
    process.chdir(before)
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The official project, with attributes that it would otherwise ask the network for. */
function offlineProject({ Project }: OfficialPackage, projectPath: string): OfficialProject {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const project = new Project({
    appid: 'touristappid',
    type: 'miniProgram',
    projectPath,
    privateKey,
    ignores: NOT_OF_THE_PROGRAM,
  })
  project.attr = async () => defaultAttributes()
  return project
}

/** Source maps, and what the compiler notes about a script: neither goes to a phone. */
function isForDevelopers(name: string): boolean {
  return name.endsWith('.map') || name.endsWith('.js.json')
}
