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
      const isShared = place.startsWith('shared/')
      const { code } = await transform(isShared ? plainlyExported(text) : text, {
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

/**
 * The same script with its names assigned to `exports`, where none of them can be assigned again: else each script of several would have
 * helpers of its own, half a kilobyte of them, for names that change.
 */
function plainlyExported(text: string): string {
  const end = /export\{([^{}]*)\};?\s*$/.exec(text)
  if (end === null) return text
  const names = (end[1] ?? '').split(',').map((pair) => pair.split(' as '))
  const isPlain = names.every(([own = '']) => isFixed(text, own))
  if (!isPlain) return text
  return text.slice(0, end.index) + names.map(([own, name = own]) => `exports.${name}=${own};`).join('')
}

/** Whether a name keeps what it is declared with: nothing of that name, in whatever scope, is declared empty or assigned once more. */
function isFixed(text: string, name: string): boolean {
  const own = `(?<![\\w$.])${name.replace(/\$/g, '\\$&')}`
  const operator = '[-+*/%&|^<>?]{0,3}'
  const assigned = new RegExp(`${own}(?:${operator}=(?![=>])|\\+\\+|--)|(?:\\+\\+|--)${own}(?![\\w$])`, 'g')
  const isEmpty = new RegExp(`(?:var|let) (?:[^;]*,)?${own}[,;]`).test(text)
  return !isEmpty && (text.match(assigned)?.length ?? 0) <= 1
}
