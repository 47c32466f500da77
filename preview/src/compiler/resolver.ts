import path from 'node:path'
import { findPackage, isFile, isFolder, readJson } from './files'

/** Finds the files behind the paths that a mini-program writes. */
export interface Resolver {
  root: string
  /** A path inside the program ("pages/chat/chat", "miniprogram_npm/pkg/x") → its file without an extension. */
  toFile(virtualPath: string): string
  /** A `usingComponents` value, as written in the component `from` → the path inside the program. */
  component(value: string, from: string): string
  /** An npm import ("pkg/sub") → its JavaScript file, or undefined if it is not a mini-program package. */
  packageScript(specifier: string): string | undefined
}

const PACKAGE = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/

/** Splits an npm specifier into the package and the path within it (`index` if there is none). */
export function splitPackage(specifier: string): { name: string; rest: string } {
  const match = PACKAGE.exec(specifier)
  return { name: match?.[1] ?? specifier, rest: match?.[2] ?? 'index' }
}

/** The script that a path without an extension means, if there is one. */
export function scriptFile(base: string): string | undefined {
  return ['', '.ts', '.js', '/index.ts', '/index.js'].map((ending) => base + ending).find(isFile)
}

/** `miniprogram` in a package's manifest, the folder that goes to the phone; WeChat's default otherwise. */
function distributionFolder(name: string, root: string): string | undefined {
  try {
    const folder = findPackage(name, root)
    const manifest = readJson(path.join(folder, 'package.json'))
    const named =
      typeof manifest === 'object' && manifest !== null && 'miniprogram' in manifest
        ? manifest.miniprogram
        : ''
    const distribution = path.join(folder, typeof named === 'string' && named ? named : 'miniprogram_dist')
    return isFolder(distribution) ? distribution : undefined
  } catch {
    return undefined // not installed: the caller reports the component that it could not find
  }
}

/** A resolver for the mini-program in `root`. npm packages come from `miniprogram_npm`, else from `node_modules`. */
export function createResolver(root: string): Resolver {
  const folders = new Map<string, string | undefined>()
  const packageFolder = (name: string): string | undefined => {
    if (!folders.has(name)) {
      const built = path.join(root, 'miniprogram_npm', name)
      folders.set(name, isFolder(built) ? built : distributionFolder(name, root))
    }
    return folders.get(name)
  }

  const toFile = (virtualPath: string): string => {
    const match = /^miniprogram_npm\/((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(virtualPath)
    const folder = match?.[1] === undefined ? undefined : packageFolder(match[1])
    return folder === undefined ? path.join(root, virtualPath) : path.join(folder, match?.[2] ?? '')
  }

  const existing = (virtualPath: string): string | undefined =>
    [virtualPath, `${virtualPath}/index`].find((candidate) => isFile(`${toFile(candidate)}.json`))

  const component = (value: string, from: string): string => {
    if (value.startsWith('/')) return value.slice(1)
    const relative = path.posix.join(path.posix.dirname(from), value)
    if (value.startsWith('.')) return relative
    const { name, rest } = splitPackage(value)
    return existing(relative) ?? existing(`miniprogram_npm/${name}/${rest}`) ?? relative
  }

  const packageScript = (specifier: string): string | undefined => {
    const { name, rest } = splitPackage(specifier)
    const folder = packageFolder(name)
    return folder === undefined ? undefined : scriptFile(path.join(folder, rest))
  }

  return { root, toFile, component, packageScript }
}
