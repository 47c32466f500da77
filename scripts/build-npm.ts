import { existsSync } from 'node:fs'
import path from 'node:path'
import { packNpmManually } from 'miniprogram-ci'

/**
 * Builds `miniprogram/miniprogram_npm` from the root manifest's `dependencies` with WeChat's own packer, offline,
 * as DevTools' 工具 → 构建 npm would. With `--if-missing` it does nothing where the folder is already there.
 */
const root = path.resolve(__dirname, '..')
const miniprogram = path.join(root, 'miniprogram')

async function main(): Promise<void> {
  if (process.argv.includes('--if-missing') && existsSync(path.join(miniprogram, 'miniprogram_npm'))) return
  const result = await packNpmManually({
    packageJsonPath: path.join(root, 'package.json'),
    miniprogramNpmDistDir: miniprogram,
  })
  for (const warning of result.warnList) console.warn(warning)
  console.log(`miniprogram_npm: ${result.miniProgramPackNum} packages built`)
}

main().then(
  // The packer leaves a child process behind that would keep Node alive.
  () => process.exit(0),
  (error: unknown) => {
    console.error('npm packages could not be built for the mini-program:', error)
    process.exit(1)
  },
)
