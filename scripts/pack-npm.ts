import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

interface Manifest {
  /** Where a package for mini-programs keeps what they load. */
  miniprogram?: string
  dependencies?: Record<string, string>
}

/** A dependency of the mini-program's that is no package for mini-programs; `message` is one line. */
export class NoMiniprogramPackage extends Error {
  constructor(name: string) {
    super(
      `${name} is in the root's dependencies and is no package for mini-programs (no "miniprogram" in its package.json). What only the tools need belongs to devDependencies.`,
    )
  }
}

const MADE_OF = 'miniprogram_npm'

/**
 * Makes `miniprogram_npm` in the folder `miniprogram` from the dependencies of `root`, as DevTools' 工具 → 构建 npm does with
 * packages that are made for mini-programs: their folder, as it is (`npm run check:package` holds it against WeChat's own
 * packer). Returns how many there were. Throws {@link NoMiniprogramPackage}.
 */
export function packNpm(root: string, miniprogram: string): number {
  const target = path.join(miniprogram, MADE_OF)
  const names = Object.keys(manifestIn(root).dependencies ?? {})
  const folders = names.map((name) => [name, folderOf(root, name)] as const)
  rmSync(target, { recursive: true, force: true })
  for (const [name, folder] of folders) cpSync(folder, path.join(target, name), { recursive: true })
  return names.length
}

function folderOf(root: string, name: string): string {
  const installed = path.join(root, 'node_modules', name)
  const { miniprogram = 'miniprogram_dist', dependencies = {} } = manifestIn(installed)
  const folder = path.join(installed, miniprogram)
  // What such a package depends on would have to be packed beside it.
  if (!existsSync(folder) || Object.keys(dependencies).length > 0) throw new NoMiniprogramPackage(name)
  return folder
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
}
