import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { declarationsOf, packed, root } from './packed'

/** Builds `wuhao-answer-stream` from the sources that the mini-program uses, and packs it. Gives the tarball's path. */
export async function buildStreamPackage(): Promise<string> {
  const source = path.join(root, 'packages', 'answer-stream')
  const entry = path.join(source, 'src', 'index.ts')
  return packed(source, async (folder) => {
    await build({
      entryPoints: [entry],
      outfile: path.join(folder, 'dist', 'index.js'),
      bundle: true,
      format: 'cjs',
      // Says which names there are, in the form that Node reads where an ES module imports them. There is nothing else of Node's in it.
      platform: 'node',
      // What the oldest phone runs as it is: a package is not always compiled again.
      target: 'es2018',
      charset: 'utf8',
      legalComments: 'none',
      // Names stay, for who reads a trace; blanks are a third of it, and not every app minifies.
      minifyWhitespace: true,
      minifySyntax: true,
    })
    const [declarations = ''] = declarationsOf(entry)
    // Beside the folder that the packer copies into a program: nothing there is for who writes one.
    mkdirSync(path.join(folder, 'types'))
    writeFileSync(path.join(folder, 'types', 'index.d.ts'), declarations)
  })
}
