import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { generateDtsBundle } from 'dts-bundle-generator'
import { build } from 'esbuild'

const root = path.resolve(__dirname, '..', '..')
/** Where the packages lie when they are built. */
export const PACKAGES = path.join(root, 'dist', 'packages')

/** What every package has beside its code. */
const PAPERS = ['package.json', 'README.md', 'CHANGELOG.md']

/** Builds `wuhao-answer-stream` from the sources that the mini-program uses, and packs it. Gives the tarball's path. */
export async function buildStreamPackage(): Promise<string> {
  const source = path.join(root, 'packages', 'answer-stream')
  const entry = path.join(source, 'src', 'index.ts')
  return packed(source, async (folder) => {
    const dist = path.join(folder, 'dist')
    mkdirSync(dist)
    await build({
      entryPoints: [entry],
      outfile: path.join(dist, 'index.js'),
      bundle: true,
      format: 'cjs',
      // What the oldest phone runs as it is: a package is not always compiled again.
      target: 'es2018',
      charset: 'utf8',
      legalComments: 'none',
    })
    writeFileSync(path.join(dist, 'index.d.ts'), declarationsOf(entry))
  })
}

/** One file of declarations that needs neither WeChat's typings nor the DOM. */
function declarationsOf(entry: string): string {
  const [declarations] = generateDtsBundle(
    [{ filePath: entry, output: { noBanner: true, exportReferencedTypes: false } }],
    { preferredConfigPath: path.join(root, 'packages', 'tsconfig.json') },
  )
  if (declarations === undefined) throw new Error(`no declarations came out of ${entry}`)
  return declarations
}

/** Lays a package out in a folder of its own and packs it as npm would. */
async function packed(source: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wuhao-package-'))
  try {
    for (const paper of PAPERS) copyFileSync(path.join(source, paper), path.join(folder, paper))
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
