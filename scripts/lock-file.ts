import { readFileSync } from 'node:fs'
import path from 'node:path'

/** One package of `package-lock.json` (version 3), as far as it is looked at here. */
export interface LockEntry {
  version?: string
  dev?: boolean
  optional?: boolean
  link?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  engines?: Record<string, string>
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** Packages by the folder where they stand (`node_modules/pg`), the repository itself as `''`. */
export interface Lock {
  packages: Record<string, LockEntry>
}

/** Where the lock file of the repository in `root` stands. */
export const lockPath = (root: string): string => path.join(root, 'package-lock.json')

/** Reads it. Throws where there is none. */
export function readLock(root: string): Lock {
  return JSON.parse(readFileSync(lockPath(root), 'utf8'))
}

/** The folder of the package that a file in `folder` gets as `name`, as Node looks for it: nearest first. */
export function resolveInLock(lock: Lock, folder: string, name: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/')
  const bases = parts.map((_, index) => parts.slice(0, parts.length - index).join('/')).concat('')
  const places = bases.map((base) => path.posix.join(base, 'node_modules', name))
  return places.find((place) => lock.packages[place] !== undefined)
}
