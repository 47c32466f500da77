import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { leanSheet } from './lean-sheet'
import { declarationsOf, packed, root } from './packed'
import { componentsIn, sheetsOf, sourceOf } from './view-places'
import { scriptsOf } from './view-scripts'

const source = path.join(root, 'packages', 'answer-view')
/** The components that a page may use. */
const COMPONENTS = ['answer-content/answer-content', 'formula/formula']
/** The modules that a program may require, without their endings. */
const MODULES = ['index', 'math/index']
/** The fonts of formulas: a style sheet that app.wxss imports, or what a component brings onto a page from a sub-package. */
const FONTS = 'math/fonts.wxss'
const FONTS_COMPONENT = 'math/fonts/fonts'
/** The licence of what is not under ours, whole. */
const APACHE = 'math/LICENSE-Apache-2.0.txt'

/** Builds `wuhao-answer-view` from the components that the mini-program uses, and packs it. Gives the tarball's path. */
export async function buildViewPackage(): Promise<string> {
  return packed(source, async (folder) => {
    const write = (place: string, content: string) => {
      const file = path.join(folder, place)
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
    const sheets = sheetsOf(COMPONENTS)
    for (const place of sheets)
      write(`dist/${place}`, await leanSheet(place, readFileSync(sourceOf(place), 'utf8')))
    writeFonts(write)
    const entries = [...MODULES, ...componentsIn(sheets), FONTS_COMPONENT]
    const scripts = await scriptsOf(new Map(entries.map((each) => [each, sourceOf(`${each}.ts`)])))
    for (const { place, code } of scripts) write(`dist/${place}`, code)
    const declarations = declarationsOf(...MODULES.map((each) => sourceOf(`${each}.ts`)))
    // Beside the folder that the packer copies into a program: nothing there is for who writes one.
    for (const [at, each] of MODULES.entries()) write(`types/${each}.d.ts`, declarations[at] ?? '')
    // A mini-program finds `wuhao-answer-view/math` in the folder that `miniprogram` names; everybody else in the package's root.
    write('math/index.js', "module.exports = require('../dist/math/index.js')\n")
    write('math/index.d.ts', "export * from '../types/math/index'\n")
    appendFileSync(path.join(folder, 'LICENSE'), licencesOfOthers())
    write(APACHE, readFileSync(path.join(source, 'licenses', 'Apache-2.0.txt'), 'utf8'))
  })
}

function writeFonts(write: (place: string, content: string) => void): void {
  write(`dist/${FONTS}`, readFileSync(sourceOf(`${FONTS_COMPONENT}.wxss`), 'utf8'))
  for (const ending of ['.json', '.wxml'])
    write(`dist/${FONTS_COMPONENT}${ending}`, readFileSync(sourceOf(FONTS_COMPONENT + ending), 'utf8'))
  write(`dist/${FONTS_COMPONENT}.wxss`, '@import "../fonts.wxss";\n')
}

/** Of what is in `math/`, `formula/formula.wxss` and `formula/outlines.wxs`. */
function licencesOfOthers(): string {
  const katex = readFileSync(
    require.resolve('katex/package.json').replace(/package\.json$/, 'LICENSE'),
    'utf8',
  )
  const rule = `\n${'-'.repeat(80)}\n\n`
  return [
    '',
    `KaTeX (math/, formula/formula.wxss, formula/outlines.wxs, the fonts in math/fonts.wxss), MIT:\n\n${katex}`,
    `mhchem 3.3.0 for KaTeX (math/), Apache-2.0, (c) The MathJax Consortium, Martin Hensel: ${APACHE}\n`,
  ].join(rule)
}
