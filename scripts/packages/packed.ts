import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { generateDtsBundle } from 'dts-bundle-generator'

export const root = path.resolve(__dirname, '..', '..')
/** Where the packages lie when they are built. */
export const PACKAGES = path.join(root, 'dist', 'packages')

/** What a package has beside its code. */
function papersOf(source: string): string[] {
  return ['package.json', ...readdirSync(source).filter((file) => file.endsWith('.md'))]
}

/** Lays a package out in a folder of its own and packs it as npm would. `source`: the folder of its papers. Gives the tarball's path. */
export async function packed(source: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wuhao-package-'))
  try {
    for (const paper of papersOf(source)) copyFileSync(path.join(source, paper), path.join(folder, paper))
    copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
    await fill(folder)
    const { name, version }: { name: string; version: string } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    )
    mkdirSync(PACKAGES, { recursive: true })
    execFileSync('npm', ['pack', '--silent', '--pack-destination', PACKAGES], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    })
    return path.join(PACKAGES, `${name}-${version}.tgz`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * For each entry, one file of declarations that needs neither WeChat's typings nor the DOM. Whatever type another one mentions has a name there:
 * else TypeScript cannot write down what is made of it (TS4023).
 */
export function declarationsOf(...entries: readonly string[]): string[] {
  const declarations = generateDtsBundle(
    entries.map((filePath) => ({ filePath, output: { noBanner: true } })),
    { preferredConfigPath: path.join(root, 'packages', 'tsconfig.json') },
  )
  // A package has none of the repository's papers.
  return declarations.map((each) => each.replace(/ \(docs\/[\w-]+\.md\)/g, ''))
}
