import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { RichTextNode } from '../../miniprogram/render/math/rich-text'

/** What a template sees of formula.wxs. */
export interface FormulaModule {
  /** Nodes of a compact string; HTML as it is. `behind`: what stays with its last part. */
  expand(content: string, behind?: string): readonly RichTextNode[] | string
}

const folder = path.resolve(__dirname, '../../miniprogram/components/formula')

/** Runs a WXS file, by default one of the formula component, as the view thread does: its own scope, `require` of others beside it. */
export function loadWxs(file: string): unknown {
  const place = path.resolve(folder, file)
  const source = readFileSync(place, 'utf8')
  const module: { exports: unknown } = { exports: {} }
  const requireWxs = (other: string): unknown => loadWxs(path.resolve(path.dirname(place), other))
  new Function('require', 'module', source)(requireWxs, module)
  return module.exports
}

/** formula.wxs, run in Node. */
export function loadFormulaModule(): FormulaModule {
  const loaded = loadWxs('formula.wxs')
  if (!isFormulaModule(loaded)) throw new TypeError('formula.wxs exports something else')
  return loaded
}

function isFormulaModule(value: unknown): value is FormulaModule {
  return typeof value === 'object' && value !== null && 'expand' in value
}
