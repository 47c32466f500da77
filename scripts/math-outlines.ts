import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compactPath } from '../miniprogram/render/math/drawing'
import type * as Katex from '../miniprogram/render/math/katex'
import { knownOutlines } from '../miniprogram/render/math/vocabulary'

/**
 * Writes components/formula/outlines.wxs: the outlines of `knownOutlines`, in their order, for the view thread. To be
 * run by hand (`npx tsx scripts/math-outlines.ts`) after a change of that list or of KaTeX's version; test/math fails
 * where it was forgotten. Needs what scripts/build-math.ts builds.
 */
const katex: typeof Katex = require('../miniprogram/render/math/katex.js')

/** KaTeX makes its root signs by functions: these formulas make it draw each size. */
function rootOutline(name: string): string {
  for (let rows = 0; rows < 6; rows++) {
    const tex = `\\sqrt{${'\\rule{1em}{'}${0.3 + rows * 0.6}em}}`
    const found = findOutline(katex.layout(tex, layoutOptions), name)
    if (found !== undefined) return found
  }
  throw new Error(`no formula found that draws ${name}`)
}

const layoutOptions: Katex.LayoutOptions = {
  displayMode: true,
  throwOnError: true,
  strict: 'ignore',
  maxSize: 20,
  maxExpand: 100,
  trust: () => false,
  macros: {},
}

function findOutline(
  node: Katex.LayoutNode | Katex.LayoutPath | Katex.LayoutLine,
  name: string,
): string | undefined {
  if ('pathName' in node) return node.pathName === name ? (node.alternate ?? undefined) : undefined
  if (!('children' in node)) return undefined
  for (const child of node.children) {
    const found = findOutline(child, name)
    if (found !== undefined) return found
  }
  return undefined
}

const lines = knownOutlines.map((name) => `  '${compactPath(katex.paths[name] ?? rootOutline(name))}'`)
const target = path.join(__dirname, '..', 'miniprogram', 'components', 'formula', 'outlines.wxs')
mkdirSync(path.dirname(target), { recursive: true })
writeFileSync(
  target,
  `// Written by scripts/math-outlines.ts from KaTeX (MIT): outlines of render/math/vocabulary.ts by their number.\n` +
    `var outlines = [\n${lines.join(',\n')}\n];\n\nmodule.exports = { outlines: outlines };\n`,
)
console.log(`${target}: ${knownOutlines.length} outlines`)
