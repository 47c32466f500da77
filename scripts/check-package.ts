import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type CompiledFile, compileOfficially } from './official-compile'

/**
 * Compiles the mini-program as an upload would, by WeChat's own `miniprogram-ci`, without the network, and weighs the
 * packages. Fails where it does not compile or where the main package passes {@link MAIN_PACKAGE_LIMIT}.
 */

/** Bytes. WeChat's own limit is 2 MB a package; ours leaves room to grow. */
const MAIN_PACKAGE_LIMIT = 1.5 * 1024 * 1024

/** Where the compile stays for whoever wants to look at it. */
const OUTPUT = path.resolve(__dirname, '..', 'artifacts', 'compiled')

function subpackageRoots(): string[] {
  const appJson: { subPackages?: { root: string }[]; subpackages?: { root: string }[] } = JSON.parse(
    readFileSync(path.resolve(__dirname, '..', 'miniprogram', 'app.json'), 'utf8'),
  )
  return (appJson.subPackages ?? appJson.subpackages ?? []).map(({ root }) => `${root.replace(/\/$/, '')}/`)
}

function weighPackages(files: readonly CompiledFile[]): Map<string, number> {
  const roots = subpackageRoots()
  const weights = new Map<string, number>([['main package', 0]])
  for (const { name, bytes } of files) {
    const home = roots.find((root) => name.startsWith(root)) ?? 'main package'
    weights.set(home, (weights.get(home) ?? 0) + bytes)
  }
  return weights
}

compileOfficially(OUTPUT).then(
  (files) => {
    const weights = weighPackages(files)
    let failed = 0
    for (const [home, bytes] of weights) {
      const tooHeavy = home === 'main package' ? bytes > MAIN_PACKAGE_LIMIT : bytes > 2 * 1024 * 1024
      if (tooHeavy) failed += 1
      console.log(`${home}: ${(bytes / 1024).toFixed(0)} KB${tooHeavy ? ', which is too much' : ''}`)
    }
    console.log(`${weights.size - failed} passed, ${failed} failed`)
    // The compiler leaves a child process behind that would keep Node alive.
    process.exit(failed === 0 ? 0 : 1)
  },
  (error: unknown) => {
    console.error('The mini-program does not compile:', error)
    console.log('0 passed, 1 failed')
    process.exit(1)
  },
)
