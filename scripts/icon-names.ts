import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** An icon that a program shows, and where it says so (`components/composer/composer.wxml`). */
export interface IconUse {
  readonly name: string
  readonly file: string
}

/** What was found in a program. */
export interface IconUses {
  readonly uses: readonly IconUse[]
  /** Names that come from where nobody can look for them, in words for a person. */
  readonly hidden: readonly string[]
}

/** An attribute that takes an icon: `name` of `t-icon`, `icon`, `prefix-icon`, `left-icon` … of TDesign's others. */
const iconElement = /<(t-[a-z-]+)((?:\s+[^\s=>/]+(?:=(?:"[^"]*"|'[^']*'))?)*)\s*\/?>/g
const attribute = /([^\s=]+)=(?:"([^"]*)"|'([^']*)')/g

/** What is found by name in scripts: `icon`, `searchIcon`, `RATING_ICONS`. */
const isIconName = (name: string): boolean => /icons?$/i.test(name)

/** Words of the platform's own toasts (`wx.showToast({ icon: 'none' })`), which are no icons of the font. */
const platformIcons = new Set(['none', 'success', 'error', 'loading'])

/**
 * The icons that the program in `root` names itself: in its templates as a literal, in its scripts under a name that ends in
 * `icon` or `icons`. What an expression compares with is no icon.
 */
export function ownIconUses(root: string): IconUses {
  const uses: IconUse[] = []
  const hidden: string[] = []
  for (const file of listFiles(root).filter((each) => !each.startsWith('miniprogram_npm/'))) {
    const text = (): string => readFileSync(path.join(root, file), 'utf8')
    if (file.endsWith('.wxml')) {
      const found = namesInTemplate(text())
      uses.push(...found.names.map((name) => ({ name, file })))
      hidden.push(...found.hidden.map((expression) => `${file}: ${expression}`))
    } else if (file.endsWith('.ts') && !file.endsWith('.d.ts')) {
      uses.push(...namesInScript(text()).map((name) => ({ name, file })))
    }
  }
  return { uses, hidden }
}

/** Names in a template's attributes, and the expressions whose names are written nowhere that {@link ownIconUses} looks. */
function namesInTemplate(wxml: string): { names: string[]; hidden: string[] } {
  const names: string[] = []
  const hidden: string[] = []
  for (const [, element = '', attributes = ''] of wxml.matchAll(iconElement)) {
    for (const [, key = '', double, single] of attributes.matchAll(attribute)) {
      if (!(element === 't-icon' ? key === 'name' : isIconName(key) && !key.includes('class'))) continue
      const value = double ?? single ?? ''
      const expression = /^\{\{([\s\S]*)\}\}$/.exec(value)?.[1]
      if (value === '') continue // no icon at all
      if (expression === undefined) names.push(value)
      else {
        const found = namesInExpression(expression)
        names.push(...found)
        if (found.length === 0 && !isFoundInScripts(expression)) hidden.push(value)
      }
    }
  }
  return { names, hidden }
}

/** Literals that an expression can come to: of an object its `name`, of a comparison nothing. */
function namesInExpression(expression: string): string[] {
  const values = expression.replace(
    /([!=]==?)\s*(?:'[^']*'|"[^"]*")|(?:'[^']*'|"[^"]*")\s*([!=]==?)/g,
    '$1$2',
  )
  const named = /\bname\s*:/.test(values) ? (/\bname\s*:([^,}]*)/.exec(values)?.[1] ?? '') : values
  return [...named.matchAll(/'([^']+)'|"([^"]+)"/g)].map(([, single, double]) => single ?? double ?? '')
}

/** Whether the last word of `item.icon`, or that of `searchIcon.name` before `name`, is one that scripts are searched for. */
function isFoundInScripts(expression: string): boolean {
  const words = expression.trim().split(/[.[\]]+/)
  const last = words.at(-1) === 'name' ? words.at(-2) : words.at(-1)
  return isIconName(last ?? '')
}

/** Literals under a name that {@link isIconName}. */
function namesInScript(script: string): string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    if (isIconDeclaration(node)) names.push(...literalsOf(node.initializer, node.name.text))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('script.ts', script, ts.ScriptTarget.Latest, true))
  return names
}

type IconDeclaration = (ts.PropertyAssignment | ts.VariableDeclaration) & {
  readonly name: ts.Identifier
  readonly initializer: ts.Expression
}

function isIconDeclaration(node: ts.Node): node is IconDeclaration {
  if (!ts.isPropertyAssignment(node) && !ts.isVariableDeclaration(node)) return false
  return ts.isIdentifier(node.name) && isIconName(node.name.text) && node.initializer !== undefined
}

/** The texts that a value can be made of: those of a comparison or of a lookup are no part of it. */
function literalsOf(value: ts.Expression, under: string): string[] {
  if (ts.isStringLiteralLike(value))
    return value.text === '' || (under === 'icon' && platformIcons.has(value.text)) ? [] : [value.text]
  if (ts.isConditionalExpression(value))
    return [...literalsOf(value.whenTrue, under), ...literalsOf(value.whenFalse, under)]
  if (ts.isArrayLiteralExpression(value)) return value.elements.flatMap((each) => literalsOf(each, under))
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value))
    return literalsOf(value.expression, under)
  if (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...literalsOf(value.left, under), ...literalsOf(value.right, under)]
  if (!ts.isObjectLiteralExpression(value)) return []
  const properties = value.properties.filter(ts.isPropertyAssignment)
  const named = properties.filter(({ name }) => ts.isIdentifier(name) && name.text === 'name')
  return (named.length > 0 ? named : properties).flatMap(({ initializer }) => literalsOf(initializer, under))
}

/**
 * Icons that the used components of TDesign may show by themselves (what clears a field, what closes a dialog): every text in
 * their templates and scripts that is the name of one. That takes in a few that they never show.
 * @param root the program's folder, with `miniprogram_npm` built
 */
export function libraryIconUses(root: string, isIcon: (name: string) => boolean): IconUse[] {
  const library = 'miniprogram_npm/tdesign-miniprogram'
  const queue = listFiles(root)
    .filter((file) => file.endsWith('.json') && !file.startsWith('miniprogram_npm/'))
    .flatMap((file) => usedComponents(path.join(root, file)))
    .filter((value) => value.startsWith('tdesign-miniprogram/'))
    .map((value) => `miniprogram_npm/${value}`)
  const seen = new Set<string>()
  const uses: IconUse[] = []
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const folder = path.posix.dirname(next)
    const needed = usedComponents(path.join(root, `${next}.json`)).map((value) =>
      path.posix.join(folder, value),
    )
    queue.push(...needed)
    if (!needed.includes(`${library}/icon/icon`)) continue
    for (const inner of listFiles(path.join(root, folder)).filter((each) =>
      /\.(?:wxml|wxs|js)$/.test(each),
    )) {
      const file = path.posix.join(folder, inner)
      const texts = readFileSync(path.join(root, file), 'utf8').matchAll(/(['"])([a-z0-9-]+)\1/g)
      for (const [, , name = ''] of texts) if (isIcon(name)) uses.push({ name, file })
    }
  }
  return uses
}

function usedComponents(file: string): string[] {
  const config: { usingComponents?: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'))
  return Object.values(config.usingComponents ?? {})
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}
