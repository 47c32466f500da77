import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { NOT_OF_THE_PROGRAM } from './official-compile'
import { officialPackage } from './official-package'

/**
 * `npm run upload -- --version X --key FILE [--appid ID] [--robot N] [--desc TEXT]`: sends the mini-program to WeChat as a
 * trial version, by WeChat's own package. FILE is the key for code upload (开发管理 → 开发设置 → 小程序代码上传), and this
 * machine's address has to be on its list there. The appid is WECHAT_APPID's, else that of project.config.json.
 */
const root = path.resolve(__dirname, '..', '..')
const usage = 'npm run upload -- --version X --key FILE [--appid ID] [--robot 1..30] [--desc TEXT]'

/** What has to be mended before anything can be sent; `message` is one line. */
class CannotUpload extends Error {}

interface Options {
  version: string
  key: string
  appid: string
  robot: number
  desc: string
}

function readOptions(): Options {
  const option = { type: 'string' } as const
  const { values } = parseArgs({
    options: { version: option, key: option, appid: option, robot: option, desc: option },
  })
  const { version, key, robot = '1', desc = '' } = values
  if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new CannotUpload(`--version is missing or is not like 1.2.3. ${usage}`)
  }
  if (key === undefined) {
    throw new CannotUpload(
      `--key is missing: the file with the key for code upload, from mp.weixin.qq.com (开发管理 → 开发设置 → 小程序代码上传). ${usage}`,
    )
  }
  // npm changes the folder; the caller means its own.
  const keyFile = path.resolve(process.env.INIT_CWD ?? process.cwd(), key)
  checkKey(keyFile)
  const number = Number(robot)
  if (!Number.isInteger(number) || number < 1 || number > 30)
    throw new CannotUpload(`--robot is a number from 1 to 30. ${usage}`)
  return { version, key: keyFile, appid: values.appid ?? appidOfProject(), robot: number, desc }
}

function appidOfProject(): string {
  const config: { appid?: unknown } = JSON.parse(readFileSync(path.join(root, 'project.config.json'), 'utf8'))
  const appid = process.env.WECHAT_APPID ?? config.appid
  if (typeof appid !== 'string' || !/^wx[0-9a-f]{16}$/.test(appid)) {
    throw new CannotUpload(
      `The appid ${String(appid)} is not one that can be uploaded to. Set WECHAT_APPID, or --appid, to that of the mini-program.`,
    )
  }
  return appid
}

/** So that a wrong file is told of in one line and not by the package's stack. */
function checkKey(file: string): void {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new CannotUpload(`The key ${file} cannot be read (${code}).`)
  }
  if (!/-----BEGIN (RSA )?PRIVATE KEY-----/.test(text)) {
    throw new CannotUpload(
      `${file} is no key for code upload: those begin with -----BEGIN RSA PRIVATE KEY-----.`,
    )
  }
}

async function main(): Promise<void> {
  const { version, key, appid, robot, desc } = readOptions()
  const { Project, upload } = officialPackage()
  const project = new Project({
    appid,
    type: 'miniProgram',
    projectPath: root,
    privateKeyPath: key,
    ignores: NOT_OF_THE_PROGRAM,
  })
  await upload({
    project,
    version,
    desc,
    robot,
    setting: { useProjectConfig: true },
    onProgressUpdate: () => {},
  })
  console.log(`${version} is uploaded to ${appid}: mp.weixin.qq.com → 版本管理 makes it a trial version`)
}

main().then(
  // The compiler leaves a child process behind that keeps Node alive.
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof CannotUpload || (error instanceof TypeError && 'code' in error)
    const told = error instanceof Error ? error.message : String(error)
    console.error(known ? told : `WeChat did not take it: ${told}`)
    process.exit(1)
  },
)
