import { execSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { officialPackage } from '../wechat/official-package'
import { documentedInstall } from './documented-install'

const EXAMPLES = path.resolve(__dirname, '..', '..', 'examples')

/** An example in a folder of its own, as a stranger would have it. */
export interface InstalledExample {
  /** The project's folder. */
  readonly folder: string
  remove(): void
}

/** What of project.config.json names where npm is built to. */
interface ProjectConfig {
  setting: { packNpmRelationList: { packageJsonPath: string; miniprogramNpmDistDir: string }[] }
}

/** What npm leaves out beside the line that a reader runs. */
const QUIETLY = {
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_omit: 'dev',
  npm_config_loglevel: 'silent',
}

/**
 * Copies an example out of this repository, installs the packages by the line that a document has its reader run, and packs them with
 * WeChat's own packer wherever its project wants them. Rejects where any of that fails.
 */
export async function installExample(name: string, document: string): Promise<InstalledExample> {
  const folder = mkdtempSync(path.join(os.tmpdir(), `wuhao-example-${name}-`))
  cpSync(path.join(EXAMPLES, name), folder, { recursive: true })
  execSync(documentedInstall(document), {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...QUIETLY },
  })
  const project: ProjectConfig = JSON.parse(readFileSync(path.join(folder, 'project.config.json'), 'utf8'))
  for (const { packageJsonPath, miniprogramNpmDistDir } of project.setting.packNpmRelationList) {
    await officialPackage().packNpmManually({
      packageJsonPath: path.join(folder, packageJsonPath),
      miniprogramNpmDistDir: path.join(folder, miniprogramNpmDistDir),
    })
  }
  return exampleIn(folder)
}

/** The same example in another folder: what WeChat's compiler once read in a folder it does not read again. */
export function copyExample({ folder }: InstalledExample): InstalledExample {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'wuhao-example-copy-'))
  cpSync(folder, copy, { recursive: true })
  return exampleIn(copy)
}

function exampleIn(folder: string): InstalledExample {
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
