import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { declarationsOf, packed, root } from './packed'

/** Builds `wuhao-answer-conformance` for Node, and packs it. Gives the tarball's path. */
export async function buildConformancePackage(): Promise<string> {
  const source = path.join(root, 'packages', 'answer-conformance')
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(path.join(source, 'package.json'), 'utf8'),
  )
  return packed(source, async (folder) => {
    copyFileSync(path.join(source, 'bin.cjs'), path.join(folder, 'bin.cjs'))
    await build({
      entryPoints: ['main.ts', 'index.ts'].map((file) => path.join(source, 'src', file)),
      outdir: path.join(folder, 'dist'),
      bundle: true,
      platform: 'node',
      // The oldest of `engines`.
      target: 'node20.19',
      charset: 'utf8',
      external: Object.keys(dependencies),
    })
    const [declarations = ''] = declarationsOf(path.join(source, 'src', 'index.ts'))
    writeFileSync(path.join(folder, 'dist', 'index.d.ts'), declarations)
  })
}
