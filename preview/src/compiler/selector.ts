/** WeChat's built-in elements: a type selector for one of them means our host tag `wx-…`. */
const BUILT_IN = new Set(
  `view text image button input textarea scroll-view swiper swiper-item rich-text label form icon progress slider
  switch checkbox checkbox-group radio radio-group picker picker-view picker-view-column navigator video canvas
  cover-view cover-image movable-area movable-view web-view root-portal page`.split(/\s+/),
)

const NAME_CHARACTER = /[\w\\-]|[^\0-\x7f]/
/** Pseudo-classes whose argument is a selector itself. */
const SELECTOR_ARGUMENT = new Set(['not', 'is', 'where', 'has', 'host'])

interface Cursor {
  readonly text: string
  at: number
}

function readName(cursor: Cursor): string {
  let name = ''
  for (
    let c = cursor.text[cursor.at];
    c !== undefined && NAME_CHARACTER.test(c);
    c = cursor.text[cursor.at]
  ) {
    name += c
    cursor.at += 1
    if (c === '\\') name += cursor.text[cursor.at++] ?? ''
  }
  return name
}

/** The text within the brackets that open at the cursor; the cursor moves behind the closing one. */
function readArgument(cursor: Cursor): string {
  const start = cursor.at + 1
  let depth = 0
  do {
    const c = cursor.text[cursor.at++]
    if (c === '(') depth += 1
    if (c === ')') depth -= 1
  } while (depth > 0 && cursor.at < cursor.text.length)
  return cursor.text.slice(start, cursor.at - 1)
}

function rewritePseudo(cursor: Cursor, scope: string | undefined): string {
  const double = cursor.text[cursor.at + 1] === ':'
  cursor.at += double ? 2 : 1
  const name = readName(cursor)
  if (!double && name === 'host') return scope === undefined ? 'wx-page' : `[wx-host="${scope}"]`
  const head = `${double ? '::' : ':'}${name}`
  if (cursor.text[cursor.at] !== '(') return head
  const argument = readArgument(cursor)
  return `${head}(${SELECTOR_ARGUMENT.has(name) ? rewriteSelector(argument, scope) : argument})`
}

function rewriteAttribute(cursor: Cursor): string {
  const end = cursor.text.indexOf(']', cursor.at)
  const attribute = cursor.text.slice(cursor.at, end < 0 ? undefined : end + 1)
  cursor.at += attribute.length
  return attribute
}

/**
 * Rewrites one WXSS selector for the browser: class names get the component's `scope` as prefix, as glass-easel
 * writes them; an id is unique within a component only, so glass-easel writes `prefix--id`; built-in elements get `wx-`.
 */
export function rewriteSelector(selector: string, scope: string | undefined): string {
  const cursor: Cursor = { text: selector, at: 0 }
  let result = ''
  while (cursor.at < selector.length) {
    const c = selector[cursor.at] ?? ''
    if (c === '[') result += rewriteAttribute(cursor)
    else if (c === ':') result += rewritePseudo(cursor, scope)
    else if (c === '.') {
      cursor.at += 1
      result += `.${scope === undefined ? '' : `${scope}--`}${readName(cursor)}`
    } else if (c === '#') {
      cursor.at += 1
      result += `[id$="--${readName(cursor)}"]`
    } else if (/[a-zA-Z_]/.test(c)) {
      const name = readName(cursor)
      result += BUILT_IN.has(name) ? `wx-${name}` : name
    } else {
      result += c
      cursor.at += 1
    }
  }
  return result
}
