import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { getCompiledResult, Project } from 'miniprogram-ci'
import { DefaultProjectAttr } from 'miniprogram-ci/dist/config/config'

/** One file of the compile: its path below the program's root, with `/`, and its weight in bytes. */
export interface CompiledFile {
  readonly name: string
  readonly bytes: number
}

/** The official project, with attributes that it would otherwise ask the network for. */
class OfflineProject extends Project {
  override async attr(): ReturnType<Project['attr']> {
    return DefaultProjectAttr
  }
}

/**
 * Compiles the mini-program as an upload would: by WeChat's own `miniprogram-ci`, with the settings of
 * project.config.json, without the network. `folder` is emptied and gets every file that a phone would (`js json wxml
 * wxss wxs`, pictures), without source maps. Rejects where the program does not compile. The compiler leaves a child
 * process behind that keeps Node alive: end with `process.exit`.
 */
export async function compileOfficially(folder: string): Promise<readonly CompiledFile[]> {
  const files = await getCompiledResult({
    project: offlineProject(),
    version: '0.0.0',
    setting: { useProjectConfig: true },
    onProgressUpdate: () => {},
  })
  rmSync(folder, { recursive: true, force: true })
  return Object.entries(files)
    .filter(([name]) => !isForDevelopers(name))
    .map(([name, content]) => {
      const file = path.join(folder, name)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, content)
      return { name, bytes: Buffer.byteLength(content) }
    })
}

function offlineProject(): Project {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  return new OfflineProject({
    appid: 'touristappid',
    type: 'miniProgram',
    projectPath: path.resolve(__dirname, '..'),
    privateKey,
    ignores: ['node_modules/**/*'],
  })
}

/** Source maps, and what the compiler notes about a script: neither goes to a phone. */
function isForDevelopers(name: string): boolean {
  return name.endsWith('.map') || name.endsWith('.js.json')
}
