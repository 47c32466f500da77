import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { rendererSize } from './renderer-size'

/**
 * Prints what mathematics adds to the package that a phone downloads, minified as for an upload, and fails above the
 * budgets: the typesetter with its expander, chemistry with it, styles and fonts; and the reader of Markdown, which every answer
 * takes. In KB of 1,000 bytes.
 */
const miniprogram = path.resolve(__dirname, '..', 'miniprogram')

function minified(entry: string): number {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(miniprogram, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    target: 'es2017',
    charset: 'utf8',
    // The first two are counted by themselves; the parser of text is carried for every answer.
    external: ['./katex', './mhchem', '../inline/*'],
  })
  return outputFiles.reduce((sum, file) => sum + file.contents.length, 0)
}

function bytes(...files: string[]): number {
  return files.reduce((sum, file) => sum + readFileSync(path.join(miniprogram, file)).length, 0)
}

const component = (file: string) => `components/formula/${file}`
const mathematics =
  minified('render/math/typesetter.ts') +
  bytes('render/math/katex.js', component('formula.wxs'), component('outlines.wxs'))
const chemistry = bytes('render/math/mhchem.js')
const styles = bytes(component('formula.wxss'), 'render/math/fonts/fonts.wxss')

// 16 KB of these budgets spell what models write and KaTeX refuses, 6 KB break what is wider than its line, and 32 KB tell formulas in
// words that are heard one way only, a third of them the Chinese words themselves, and as text in Unicode.
const lines = [
  { what: 'mathematics', size: mathematics, budget: 291_000 },
  { what: 'mathematics with chemistry', size: mathematics + chemistry, budget: 324_000 },
  { what: 'styles and fonts', size: styles, budget: 82_000 },
  // 38.5 KB of 1,024 bytes: two of them for what models write and CommonMark reads otherwise (`test/render/kinds.ts`). Rows and runs
  // were made lighter by the last half of one, so that the package of the view stays within its own.
  { what: 'Markdown', size: rendererSize().markdown, budget: 41_300 },
]
for (const { what, size, budget } of lines) {
  console.log(`${what}: ${(size / 1000).toFixed(1)} KB of ${budget / 1000} KB`)
}
const failed = lines.filter(({ size, budget }) => size > budget).length
console.log(`${lines.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
