import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type * as Katex from '../miniprogram/render/math/katex'
import { schoolCommands } from '../miniprogram/render/math/school-commands'
import { schoolSpelling } from '../miniprogram/render/math/school-spelling'
import { corpus } from '../test/math/corpus'
import { drawnFonts } from './build-math'
import { schoolSymbols } from './math-symbols'

/**
 * Cuts KaTeX's fonts to the characters of the school (scripts/math-symbols.ts and the corpus of test/math) and writes
 * them as render/math/fonts/fonts.wxss. To be run by hand (`npx tsx scripts/math-fonts.ts`) after a change of those or
 * of KaTeX's version; needs `pyftsubset` (Debian: fonttools, python3-brotli) and what scripts/build-math.ts builds.
 */
const katex: typeof Katex = require('../miniprogram/render/math/katex.js')
const { defineChemistry } = require('../miniprogram/render/math/mhchem.js')
defineChemistry({ __defineMacro: katex.defineMacro })

type Font = (typeof drawnFonts)[number]

/** The font that each of KaTeX's classes stands for. */
const fontOfClass: Readonly<Record<string, Font>> = {
  mathnormal: 'Math-Italic',
  // Text italics are drawn with the letters of formulas, which differ in spacing only (see formula.wxss).
  mathit: 'Math-Italic',
  textit: 'Math-Italic',
  mathbf: 'Main-Bold',
  textbf: 'Main-Bold',
  boldsymbol: 'Math-BoldItalic',
  amsrm: 'AMS-Regular',
  mathbb: 'AMS-Regular',
  textbb: 'AMS-Regular',
  mathcal: 'Caligraphic-Regular',
  mathrm: 'Main-Regular',
  textrm: 'Main-Regular',
  mainrm: 'Main-Regular',
  'small-op': 'Size1-Regular',
  'large-op': 'Size2-Regular',
  'delim-size1': 'Size1-Regular',
  'delim-size4': 'Size4-Regular',
}
const delimiterFonts: Readonly<Record<string, Font>> = {
  size1: 'Size1-Regular',
  size2: 'Size2-Regular',
  size3: 'Size3-Regular',
  size4: 'Size4-Regular',
}

const needed = new Map<Font, Set<string>>()

function fontOf(classes: readonly string[], around: Font): Font {
  const isDelimiter = classes.includes('delimsizing')
  return classes.reduce<Font>(
    (font, name) => fontOfClass[name] ?? (isDelimiter ? delimiterFonts[name] : undefined) ?? font,
    around,
  )
}

function collect(node: Katex.LayoutNode, around: Font): void {
  if (!('classes' in node)) return
  const font = fontOf(node.classes ?? [], around)
  if ('text' in node) {
    const characters = needed.get(font) ?? new Set<string>()
    // Chinese and full-width signs are the system font's.
    for (const character of node.text)
      if (!/[\u200b\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(character)) characters.add(character)
    needed.set(font, characters)
  } else if ('children' in node) {
    for (const child of node.children) collect(child, font)
  }
}

function collectFormula(tex: string): void {
  for (const displayMode of [true, false]) {
    const options = {
      displayMode,
      maxSize: 20,
      maxExpand: 1000,
      throwOnError: true,
      trust: () => false,
    } as const
    collect(
      katex.layout(schoolSpelling(tex, displayMode), {
        ...options,
        strict: 'ignore',
        macros: { ...schoolCommands },
      }),
      'Main-Regular',
    )
  }
}

function cut(font: Font, characters: string, folder: string): Buffer {
  const list = path.join(folder, 'characters.txt')
  const target = path.join(folder, 'cut.woff2')
  writeFileSync(list, characters)
  const source = path.join(__dirname, '..', 'node_modules', 'katex', 'dist', 'fonts', `KaTeX_${font}.ttf`)
  const settings = ['--flavor=woff2', '--layout-features=', '--no-hinting', '--no-legacy-cmap', '--name-IDs=']
  settings.push('--drop-tables+=FFTM,GDEF,GSUB,GPOS,kern,gasp')
  execFileSync('pyftsubset', [source, `--text-file=${list}`, `--output-file=${target}`, ...settings])
  return readFileSync(target)
}

function fontFace(font: Font, data: Buffer): string {
  const [family = '', variant = ''] = font.split('-')
  const weight = variant.startsWith('Bold') ? 'bold' : 'normal'
  const slant = variant.endsWith('Italic') ? 'italic' : 'normal'
  const address = `url(data:font/woff2;base64,${data.toString('base64')}) format("woff2")`
  return `@font-face{font-family:KaTeX_${family};font-weight:${weight};font-style:${slant};src:${address}}`
}

for (const tex of [...schoolSymbols, ...corpus.map((formula) => formula.tex)]) collectFormula(tex)
const folder = mkdtempSync(path.join(tmpdir(), 'math-fonts-'))
const faces = drawnFonts.map((font) => {
  const characters = [...(needed.get(font) ?? [])].sort().join('')
  const data = cut(font, characters, folder)
  console.log(`${font}: ${[...characters].length} characters, ${data.length} bytes`)
  return fontFace(font, data)
})
rmSync(folder, { recursive: true })
const head =
  '/* Written by scripts/math-fonts.ts: fonts of KaTeX (SIL OFL 1.1 / MIT), cut to the characters of the school. */'
const home = path.join(__dirname, '..', 'miniprogram', 'render', 'math', 'fonts')
writeFileSync(path.join(home, 'fonts.wxss'), `${head}\n${faces.join('\n')}\n`)
const listed = drawnFonts.map((font) => [font, [...(needed.get(font) ?? [])].sort().join('')])
writeFileSync(
  path.join(__dirname, 'math-fonts.json'),
  `${JSON.stringify(Object.fromEntries(listed), null, 2)}\n`,
)
