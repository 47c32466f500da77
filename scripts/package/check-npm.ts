import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { packNpm } from '../pack-npm'
import { officialPackage } from '../wechat/official-package'
import { type CheckResult, checkEach } from './check-result'

const root = path.resolve(__dirname, '..', '..')

/** Whether `miniprogram_npm`, which `scripts/pack-npm.ts` makes, is what WeChat's own packer makes of the same packages. */
export async function checkNpm(): Promise<CheckResult> {
  const [ours, theirs] = [scratch(), scratch()]
  try {
    packNpm(root, ours)
    cpSync(path.join(root, 'package.json'), path.join(theirs, 'package.json'))
    await officialPackage().packNpmManually({
      packageJsonPath: path.join(root, 'package.json'),
      miniprogramNpmDistDir: theirs,
    })
    rmSync(path.join(theirs, 'package.json'))
    const [made, wanted] = [filesIn(ours), filesIn(theirs)]
    const names = [...new Set([...made.keys(), ...wanted.keys()])]
    return checkEach(names, (name) => {
      if (made.get(name) !== wanted.get(name)) throw new Error("is not as WeChat's packer makes it")
    })
  } finally {
    for (const folder of [ours, theirs]) rmSync(folder, { recursive: true, force: true })
  }
}

function scratch(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'wuhao-npm-'))
}

/** Contents by their paths. */
function filesIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name), 'latin1')]))
}
