import fs from 'node:fs'
import path from 'node:path'

/** Reads a text file that must exist. */
export const readText = (file: string): string => fs.readFileSync(file, 'utf8')

export const isFile = (file: string): boolean =>
  fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false

export const isFolder = (file: string): boolean =>
  fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false

/** Parses a JSON file; the error names the file, since a person has to mend it. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file))
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A path as a bundler and a browser write it, on Windows too. */
export const toPosix = (file: string): string => file.split(path.sep).join('/')

/** The folder of an installed package, looked for upwards from here as Node does. */
export function findPackage(name: string, from = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name)
    if (isFile(path.join(candidate, 'package.json'))) return candidate
    if (path.dirname(folder) === folder) throw new Error(`package ${name} is not installed: run npm ci`)
  }
}
