import path from 'node:path'
import postcss, { type AtRule, type Root } from 'postcss'
import { convertRpx, convertSafeArea, convertViewportHeight } from '../shared/units'
import { isFile, readText } from './files'
import { rewriteSelector } from './selector'

export interface WxssOptions {
  /** The mini-program's folder: `@import "/x"` begins there. */
  root: string
  /** Prefix of class names; undefined for shared styles. */
  scope?: string | undefined
}

const IMPORT = /^(?:url\()?\s*['"]?([^'")]+)['"]?\)?/

function parseWithImports(file: string, root: string, above: readonly string[]): Root {
  if (above.includes(file)) return postcss.root()
  if (!isFile(file))
    throw new Error(`style sheet not found: ${file} (imported by ${above.at(-1) ?? 'nobody'})`)
  const sheet = postcss.parse(readText(file), { from: file })
  sheet.walkAtRules('import', (rule) => {
    const target = IMPORT.exec(rule.params)?.[1]
    if (target === undefined || /^https?:/.test(target)) return
    const imported = target.startsWith('/') ? path.join(root, target) : path.join(path.dirname(file), target)
    rule.replaceWith(parseWithImports(imported, root, [...above, file]).nodes)
  })
  return sheet
}

const isKeyframes = (parent: unknown): parent is AtRule =>
  typeof parent === 'object' && parent !== null && 'name' in parent && /keyframes$/i.test(String(parent.name))

/** Rewrites a parsed style sheet in place. */
function convert(sheet: Root, scope: string | undefined): void {
  sheet.walkRules((rule) => {
    if (!isKeyframes(rule.parent)) rule.selectors = rule.selectors.map((s) => rewriteSelector(s, scope))
  })
  sheet.walkDecls((declaration) => {
    declaration.value = convertSafeArea(convertViewportHeight(convertRpx(declaration.value)))
  })
  sheet.walkAtRules((rule) => {
    rule.params = convertRpx(rule.params)
  })
  sheet.walkComments((comment) => {
    comment.remove()
  })
}

/** Compiles one `.wxss` file, its imports included, to CSS for the browser. Throws on a missing import. */
export function compileWxss(file: string, options: WxssOptions): string {
  const sheet = parseWithImports(file, options.root, [])
  convert(sheet, options.scope)
  return sheet.toString()
}

/** Compiles WXSS text without imports. */
export function compileWxssText(text: string, scope?: string): string {
  const sheet = postcss.parse(text)
  convert(sheet, scope)
  return sheet.toString()
}
