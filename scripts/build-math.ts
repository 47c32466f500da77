import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import ts from 'typescript'

/** Fonts that the mini-program carries, cut by scripts/math-fonts.ts. */
export const drawnFonts = [
  'AMS-Regular',
  'Caligraphic-Regular',
  'Main-Bold',
  'Main-Regular',
  'Math-BoldItalic',
  'Math-Italic',
  'Size1-Regular',
  'Size2-Regular',
  'Size3-Regular',
  'Size4-Regular',
] as const

/**
 * Fonts whose metrics the layout keeps. Those of the others (Fraktur, script, sans-serif, typewriter) would be 25 KB for
 * characters that could not be drawn; `render/math/school-commands.ts` maps their commands to these fonts.
 */
const measuredFonts = new Set<string>([...drawnFonts, 'Main-Italic'])

/** Parsing and layout, and nothing that writes HTML, DOM or MathML: typed by hand in `render/math/katex.d.ts`. */
const katexEntry = `
import './src/functions'
import './src/macros'
import './src/environments'
import buildHTML from './src/buildHTML'
import parseTree from './src/parseTree'
import defineMacro from './src/defineMacro'
import Options from './src/Options'
import Settings from './src/Settings'
import Style from './src/Style'
import { path } from './src/svgGeometry'

export function layout(tex, options) {
  const settings = new Settings(options)
  const style = settings.displayMode ? Style.DISPLAY : Style.TEXT
  const { maxSize, minRuleThickness, strict } = settings
  return buildHTML(parseTree(tex, settings), new Options({ style, maxSize, minRuleThickness, strict }))
}
export { defineMacro, path as paths }
`

/**
 * Builds the typesetter that a phone downloads: `miniprogram/render/math/katex.js` and, apart from it because few
 * answers need it, `mhchem.js` (`\\ce`, `\\pu`). Both are generated from the npm package `katex` and git-ignored.
 * @param root the repository's root folder
 */
export async function buildMath(root: string): Promise<void> {
  const katexHome = path.dirname(require.resolve('katex/package.json', { paths: [root] }))
  const target = path.join(root, 'miniprogram', 'render', 'math')
  const version: unknown = JSON.parse(readFileSync(path.join(katexHome, 'package.json'), 'utf8')).version
  const common: BuildOptions = {
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'neutral',
    target: 'es2017',
    charset: 'utf8',
    legalComments: 'none',
    // `\\message` and `\\show` would write an answer's text into the log.
    drop: ['console'],
    logLevel: 'warning',
  }
  await build({
    ...common,
    stdin: { contents: katexEntry, resolveDir: katexHome, loader: 'js' },
    outfile: path.join(target, 'katex.js'),
    banner: { js: `/* KaTeX ${String(version)}, MIT, (c) Khan Academy and other contributors */` },
    plugins: [layoutOnly(katexHome)],
  })
  await build({
    ...common,
    stdin: { contents: await chemistryEntry(katexHome), resolveDir: katexHome, loader: 'js' },
    outfile: path.join(target, 'mhchem.js'),
    banner: { js: '/* mhchem 3.3.0 for KaTeX, Apache-2.0, (c) The MathJax Consortium, Martin Hensel */' },
  })
}

/** mhchem as a function of the `katex` that it otherwise expects as a global. */
async function chemistryEntry(katexHome: string): Promise<string> {
  const source = await readFile(path.join(katexHome, 'contrib', 'mhchem', 'mhchem.js'), 'utf8')
  const body = source.replace(/^\uFEFF/, '').replace(/^import katex from .*$/m, '')
  return `export function defineChemistry(katex) {\n${body}\n}`
}

/** What is left out of KaTeX's sources, file by file; of the others their MathML builders. */
const unusedProperties: Readonly<Record<string, (name: string) => boolean>> = {
  'fontMetricsData.js': (name) => /^[A-Z]\w*-\w+$/.test(name) && !measuredFonts.has(name),
  'Settings.ts': (name) => /^(description|cli\w*)$/.test(name),
}

/** Files left out whole, with what stands in for each: commands that reach outside, and commutative diagrams. */
const standIns: Readonly<Record<string, string>> = {
  'href.ts': '',
  'html.ts': '',
  'includegraphics.ts': '',
  'cd.ts': "export function parseCD() { throw new Error('no commutative diagrams') }",
}

/** Lines put into KaTeX's sources behind a line of theirs: characters that KaTeX joins have the width of all of
 * them; one that it does not know is as wide as high. */
const additions: Readonly<Record<string, { behind: string; line: string }>> = {
  'buildCommon.ts': {
    behind: 'prev.text += next.text;',
    line: 'prev.width = (prev.width || 1) + (next.width || 1);',
  },
}

function withAddition(source: string, name: string): string {
  const addition = additions[name]
  if (addition === undefined) return source
  if (!source.includes(addition.behind)) throw new Error(`KaTeX's ${name} has changed`)
  return source.replace(addition.behind, `${addition.behind} ${addition.line}`)
}

function layoutOnly(katexHome: string): Plugin {
  const sources = path.join(katexHome, 'src')
  return {
    name: 'layout-only',
    setup(plugin) {
      plugin.onLoad({ filter: /\.[jt]s$/ }, async ({ path: file }) => {
        if (!file.startsWith(sources + path.sep)) return undefined
        const name = path.basename(file)
        const standIn = standIns[name]
        if (standIn !== undefined) return { contents: standIn, loader: 'js' }
        const source = withAddition(await readFile(file, 'utf8'), name)
        const isUnused = unusedProperties[name] ?? ((property: string) => property === 'mathmlBuilder')
        return { contents: withoutProperties(source, isUnused), loader: name.endsWith('.ts') ? 'ts' : 'js' }
      })
    },
  }
}

/** The source without those properties of object literals whose name is unused. */
function withoutProperties(source: string, isUnused: (name: string) => boolean): string {
  const tree = ts.createSourceFile('katex.ts', source, ts.ScriptTarget.Latest, true)
  const cuts: { from: number; to: number }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralElementLike(node) && node.name && isUnused(nameOf(node.name))) {
      const comma = /^\s*,/.exec(source.slice(node.end))
      cuts.push({ from: node.getStart(), to: node.end + (comma?.[0].length ?? 0) })
      return
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return cuts.reduceRight((text, { from, to }) => text.slice(0, from) + text.slice(to), source)
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : ''
}
