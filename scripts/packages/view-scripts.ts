import path from 'node:path'
import { build, transform } from 'esbuild'
import { root } from './packed'

/** A script of the package, at its place. */
export interface Script {
  readonly place: string
  readonly code: string
}

/** What the oldest phone runs as it is: a package is not always compiled again. */
const TARGET = 'es2018'

/**
 * A script for each of these entries, by its place without an ending. What several need is in scripts of its own, once: components are
 * files that the host loads by their paths, and what one of them remembers the others must find.
 */
export async function scriptsOf(entries: ReadonlyMap<string, string>): Promise<Script[]> {
  const outdir = path.join(root, 'dist')
  const { outputFiles } = await build({
    entryPoints: [...entries].map(([out, file]) => ({ in: file, out })),
    outdir,
    chunkNames: 'shared/[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    write: false,
    minify: true,
    target: TARGET,
    charset: 'utf8',
    legalComments: 'inline',
  })
  return Promise.all(
    outputFiles.map(async ({ path: file, text }) => {
      const place = path.relative(outdir, file).split(path.sep).join('/')
      const { code } = await transform(text, {
        format: 'cjs',
        // Says which names there are, in the form that Node reads where an ES module imports them.
        platform: 'node',
        target: TARGET,
        charset: 'utf8',
        minify: true,
      })
      return { place, code }
    }),
  )
}
