import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import postcss, { type Declaration } from 'postcss'
import { type CheckResult, checkEach } from './check-result'

/** Properties that came after iOS 12's WebView (docs/devices.md), with or without an ending such as `-block`. */
const NEWER_PROPERTIES =
  /^(inset|aspect-ratio|translate|rotate|scale|accent-color|content-visibility|overscroll-behavior-block|text-wrap)(-|$)/
/** Values that came after it; an unknown one drops its whole declaration. */
const NEWER_VALUES = /\b(clamp|min|max|color-mix)\(|\b\d+(d|s|l)v[hw]\b/
const NEWER_SELECTORS = /:(is|where|has|focus-visible)\b/

/** Finds styles in the compile that the oldest WebView does not know. TDesign's own sheets are held to it as well. */
export function checkStyles(folder: string): CheckResult {
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.wxss'),
  )
  return checkEach(sheets, (name) => {
    postcss.parse(readFileSync(path.join(folder, name), 'utf8')).walk((node) => {
      if (node.type === 'rule' && NEWER_SELECTORS.test(node.selector))
        throw new Error(`${node.selector} is newer than the oldest WebView`)
      if (node.type === 'decl' && isNewer(node))
        throw new Error(`${String(node)} is newer than the oldest WebView`)
    })
  })
}

function isNewer(declaration: Declaration): boolean {
  const { prop, value, parent } = declaration
  if (/^(row-|column-)?gap$/.test(prop)) return !isGrid(parent)
  return NEWER_PROPERTIES.test(prop) || NEWER_VALUES.test(value)
}

/** A grid knows gaps since iOS 12, a row of flex boxes since 14.5. */
function isGrid(parent: Declaration['parent']): boolean {
  return (parent?.nodes ?? []).some(
    (node) => node.type === 'decl' && node.prop === 'display' && node.value === 'grid',
  )
}
