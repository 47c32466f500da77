import { readFileSync } from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'
import type { CheckResult } from '../package/check-result'
import type { InstalledExample } from './example'

/** How far a figure may lie above what is weighed, of itself: it need not be written anew with each line of code. */
const ROOM = 0.2

/** What READMEs say of their package's weight, `under N KB`, and the weight in bytes. */
const FIGURES: Readonly<Record<string, [said: RegExp, weight: (folder: string) => number][]>> = {
  'wuhao-answer-stream': [
    [/under (\d+) KB without\s+blanks/, (folder) => read(folder, 'dist/index.js').byteLength],
    [/under (\d+) KB minified/, (folder) => minified(read(folder, 'dist/index.js'))],
  ],
  'wuhao-answer-view': [
    [
      /under (\d+) KB that an app without formulas/,
      (folder) => read(folder, 'dist/math/index.js').byteLength,
    ],
    [/fonts \(under (\d+) KB/, (folder) => read(folder, 'dist/math/fonts.wxss').byteLength],
  ],
}

/** A package weighs less than its README says, and not much less. That the README in Chinese says the same is tested (test/packages/readmes.test.ts). */
export function checkFigures({ folder }: InstalledExample, name: string): CheckResult {
  const place = path.join(folder, 'node_modules', name)
  const text = read(place, 'README.md').toString()
  const figures = FIGURES[name] ?? []
  const failures = figures.flatMap(([said, weight]) => {
    const bytes = weight(place)
    const most = Number(said.exec(text)?.[1]) * 1000
    const holds = bytes < most && bytes > most * (1 - ROOM)
    return holds ? [] : [`${name}: its README says ${most} bytes (${said.source}), it has ${bytes}`]
  })
  return { passed: figures.length - failures.length, failures }
}

function read(folder: string, file: string): Buffer {
  return readFileSync(path.join(folder, file))
}

/** Bytes of a script as a bundler makes it small. */
function minified(script: Buffer): number {
  const { code } = transformSync(script.toString(), { minify: true, charset: 'utf8', target: 'es2018' })
  return Buffer.byteLength(code)
}
