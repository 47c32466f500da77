import { BlockParser } from './block/block-parser'
import type { Leaf } from './block/blocks'
import { Definitions } from './inline/definitions'
import { parseInline } from './inline/inline-parser'
import { readFencedFormula } from './row/fenced-formula'
import { readHtmlTable } from './row/html-table'
import { LeafView } from './row/leaf-view'
import { type FormulaRun, type Head, type ImageRun, STYLE } from './row/row'
import { type Span, toSpans } from './row/spans'
import { Styles } from './row/styles'

/** What a text needs besides itself. */
export interface ReadableTextOptions {
  /** A formula as a line of text, or undefined where that cannot be: then it stays LaTeX. */
  plain(tex: string): string | undefined
  /** What stands for a picture, by its description. */
  picture(description: string): string
}

const RULE = '————'

/**
 * An answer's Markdown as text that a person reads in a chat: no marks of Markdown, lists with their numbers, a table's rows as
 * lines, formulas in Unicode.
 */
export function readableText(markdown: string, options: ReadableTextOptions): string {
  const leaves = new Set<Leaf>()
  // Read when all of it is there: no definition comes late.
  const definitions = new Definitions(() => undefined)
  const parser = new BlockParser(definitions, (leaf) => leaves.add(leaf))
  parser.push(markdown)
  parser.finish()
  let text = ''
  for (const leaf of leaves) {
    if (leaf.kind === 'definition') continue
    readFencedFormula(leaf)
    readHtmlTable(leaf)
    const view = new LeafView(leaf)
    const find = (label: string) => definitions.find(label, leaf)
    const { settled, rest } = view.read(find, undefined)
    const head = view.head({}, undefined)
    const content =
      leaf.kind === 'table' ? tableText(leaf, find, options) : leafText(head, [...settled, ...rest], options)
    if (content === '') continue
    if (text !== '') text += head !== 0 && head.n !== undefined && !head.g ? '\n' : '\n\n'
    text += indented(head, content)
  }
  return text
}

type Finder = (label: string) => string | undefined

function leafText(head: Head, spans: readonly Span[], options: ReadableTextOptions): string {
  if (head !== 0 && head.x !== undefined) return options.plain(head.x) ?? head.x
  if (head !== 0 && head.t === 'r') return RULE
  if (head !== 0 && head.t === 'c') return spans.map(({ text }) => text).join('')
  return spansText(spans, options).trim()
}

function tableText(leaf: Leaf, find: Finder, options: ReadableTextOptions): string {
  const line = (cells: readonly string[]) =>
    leaf.align
      .map((_, column) => {
        const { pieces, shown } = parseInline(cells[column] ?? '', { before: '', final: true, find })
        const { rest } = toSpans(pieces, 0, shown, new Styles(), undefined)
        return spansText(rest, options).replace(/\n/g, ' ').trim()
      })
      .join(' | ')
  return leaf.cells.map(line).join('\n')
}

function spansText(spans: readonly Span[], options: ReadableTextOptions): string {
  let text = ''
  spans.forEach(({ atom, url, style, text: written }, at) => {
    if (atom !== undefined) text += atomText(atom, text, options)
    else text += placed(written, style, options)
    // Behind the whole of a link, whatever styles it has inside.
    if (url !== '' && spans[at + 1]?.url !== url && !text.endsWith(url.replace(/^mailto:/, '')))
      text += `（${url}）`
  })
  return text
}

function atomText(
  atom: FormulaRun | ImageRun,
  before: string,
  { plain, picture }: ReadableTextOptions,
): string {
  if ('i' in atom) return picture(atom.a)
  const formula = plain(atom.f) ?? atom.f
  return atom.d === 1 ? `${before === '' || before.endsWith('\n') ? '' : '\n'}${formula}\n` : formula
}

/**
 * Text that stands higher or lower is the power or index of a formula, but where it is a note's number or in words. What no signs of Unicode say keeps
 * its mark: `10^7` is not 107.
 */
function placed(text: string, style: number, { plain }: ReadableTextOptions): string {
  // The parts below `keyword` add up, of those above a text has one.
  const place = style - (style % STYLE.keyword)
  const sign = place === STYLE.sup ? '^' : place === STYLE.sub ? '_' : ''
  if (sign === '' || !/^[^[\]\u2e80-\u9fff]+$/.test(text)) return text
  return plain(`${sign}{${text}}`) ?? sign + (/^[-+]?\w+[-+]?$/.test(text) ? text : `(${text.trim()})`)
}

/** With what stands before its first line (an item's marker) and before each: a quote's bar, an item's inset. */
function indented(head: Head, content: string): string {
  if (head === 0 || head.n === undefined) return content
  const containers = head.n
  const marked = containers.lastIndexOf('L')
  const marker = head.k === undefined ? (head.m ?? '•') : head.k === 1 ? '☐' : '☑'
  const before = (isFirst: boolean): string =>
    Array.from(containers, (letter, at) => {
      if (letter === 'q' || letter === 'Q') return '│ '
      return isFirst && at === marked ? `${marker} ` : '  '
    }).join('')
  return content
    .split('\n')
    .map((line, at) => (before(at === 0) + line).trimEnd())
    .join('\n')
}
