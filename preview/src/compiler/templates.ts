import path from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import { isFile, readText } from './files'
import type { Resolver } from './resolver'

/** The names that generated template code takes from the host (see host/wxs.ts). */
const RUNTIME =
  'Q.A=function(f){return wxsRuntime.change(f)};Q.C=function(c,e,f,p){return wxsRuntime.event(c,e,f,p)};'

export interface CompiledTemplates {
  /** A JavaScript expression: an object of template generators by path. */
  code: string
  warnings: string[]
}

/**
 * A string literal of WXS as one of JavaScript. WeChat's compiler keeps the backslash of every escape that is not one of its
 * own (`'\\d'` are two characters, seen in what `wcc` writes), so that `getRegExp('\\d+')` finds digits.
 */
const keepBackslashes = (literal: string): string =>
  literal.replace(/\\[nrt'"\\]|\\/g, (found) => (found === '\\' ? '\\\\' : found))

/** What a backslash may stand in: comments are left alone, string literals are found whole. */
const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g

/**
 * Prepares a WXS file for the compiler, which resolves `require` without the extension, and for a JavaScript
 * engine: in WXS `value.constructor` is a plain string, and a string keeps its backslashes.
 */
export function prepareWxs(wxs: string, onRequire: (target: string) => void): string {
  const source = wxs.replace(COMMENT_OR_STRING, (found) =>
    found.startsWith('/') ? found : keepBackslashes(found),
  )
  const required = source.replace(
    /require\(\s*(['"])([^'"]+?)(?:\.wxs)?\1\s*\)/g,
    (_, quote: string, target: string) => {
      onRequire(target)
      return `require(${quote}${target}${quote})`
    },
  )
  return required.replace(
    /([\w$]+(?:\.[\w$]+|\[[^[\]]*\]|\([^()]*\))*?)\.constructor\b/g,
    'wxsRuntime.constructorName($1)',
  )
}

/** In static WXML text the two characters `\n` are a line break. */
export const breakLines = (wxml: string): string =>
  wxml.replace(/>[^<{}]*\\n[^<{}]*</g, (text) => text.replace(/\\n/g, '\n'))

const describe = (virtualPath: string, warning: unknown): string => {
  if (typeof warning !== 'object' || warning === null) return `${virtualPath}.wxml: ${String(warning)}`
  const line = 'startLine' in warning ? Number(warning.startLine) + 1 : 0
  const column = 'startColumn' in warning ? Number(warning.startColumn) + 1 : 0
  return `${virtualPath}.wxml:${line}:${column} ${'message' in warning ? String(warning.message) : ''}`
}

/** Compiles the templates of all `paths`, and every template and script that they include. */
export function compileTemplates(paths: readonly string[], resolver: Resolver): CompiledTemplates {
  const group = new TmplGroup()
  const warnings: string[] = []
  const templates = new Set<string>()
  const scripts = new Set<string>()
  group.setExtraRuntimeScript(RUNTIME)

  const addScript = (virtualPath: string): void => {
    if (scripts.has(virtualPath)) return
    scripts.add(virtualPath)
    const source = readText(`${resolver.toFile(virtualPath)}.wxs`)
    const prepared = prepareWxs(source, (target) =>
      addScript(
        target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(virtualPath), target),
      ),
    )
    group.addScript(virtualPath, `${prepared}\nwxsRuntime.script(module.exports)`)
  }

  const addTemplate = (virtualPath: string): void => {
    if (templates.has(virtualPath)) return
    templates.add(virtualPath)
    const file = `${resolver.toFile(virtualPath)}.wxml`
    if (!isFile(file)) warnings.push(`missing ${virtualPath}.wxml`)
    const found: unknown = group.addTmpl(virtualPath, isFile(file) ? breakLines(readText(file)) : '')
    if (Array.isArray(found)) warnings.push(...found.map((warning) => describe(virtualPath, warning)))
    for (const included of group.getDirectDependencies(virtualPath)) addTemplate(String(included))
    for (const script of group.getScriptDependencies(virtualPath)) addScript(String(script))
  }

  for (const virtualPath of paths) addTemplate(virtualPath)
  const code = group.getTmplGenObjectGroups()
  group.free()
  return { code, warnings }
}
