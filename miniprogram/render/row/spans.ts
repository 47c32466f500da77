import { isStyleTag } from '../block/html-start'
import type { Piece } from '../inline/pieces'
import type { Typesetter } from '../typesetter'
import { safeImage, safeLink } from './addresses'
import { laidOut } from './laid-out'
import { type FormulaRun, type ImageRun, STYLE } from './row'
import type { Styles } from './styles'

/** A stretch of text in one style, or one thing that is no text. */
export interface Span {
  /** The same for two stretches that can follow each other as one. */
  style: number
  url: string
  text: string
  atom: FormulaRun | ImageRun | undefined
}

/** Collects spans; neighbours of one style become one. */
export class SpanList {
  readonly spans: Span[] = []

  add(text: string, style: number, url = ''): void {
    if (!text) return
    const last = this.spans[this.spans.length - 1]
    if (last && !last.atom && last.style === style && last.url === url) last.text += text
    else this.spans.push({ style, url, text, atom: undefined })
  }

  addAtom(atom: FormulaRun | ImageRun): void {
    this.spans.push({ style: 0, url: '', text: '', atom })
  }
}

/** A formula's run, laid out if that is possible. */
export function formulaRun(tex: string, display: boolean, typesetter: Typesetter | undefined): FormulaRun {
  const run: FormulaRun = { f: tex, ...laidOut(tex, display, typesetter) }
  if (display) run.d = 1
  return run
}

/**
 * The spans of the pieces before `settled`, and as `rest` of those from there to `shown`.
 * @param styles at the text's beginning; afterwards those at `settled`, if something is settled
 */
export function toSpans(
  pieces: readonly Piece[],
  settled: number,
  shown: number,
  styles: Styles,
  typesetter: Typesetter | undefined,
): { settled: Span[]; rest: Span[] } {
  const before = new SpanList()
  const behind = new SpanList()
  let open: Styles | undefined
  pieces.forEach((piece) => {
    if (piece.at >= shown) return
    if (piece.at < settled) addPiece(piece, styles, before, typesetter)
    else {
      open ??= settled ? styles.copy() : styles
      addPiece(piece, open, behind, typesetter)
    }
  })
  return { settled: before.spans, rest: behind.spans }
}

function addPiece(piece: Piece, styles: Styles, list: SpanList, typesetter: Typesetter | undefined): void {
  const { style, url } = styles
  switch (piece.kind) {
    case 'text':
      list.add(piece.text, style, url)
      break
    case 'code':
      list.add(piece.text, style + STYLE.code, url)
      break
    case 'html':
      if (/^<br\b/i.test(piece.text)) addLine(styles, list)
      // What is written above a character stands behind it.
      else if (/^<\/?rt\b/i.test(piece.text)) list.add(piece.text.charAt(1) === '/' ? ')' : '(', style, url)
      else if (isStyleTag(piece.text)) styles.applyTag(piece.text)
      else if (!piece.text.startsWith('<!--')) list.add(piece.text, style, url)
      break
    case 'break':
      addLine(styles, list)
      break
    case 'formula':
      list.addAtom(formulaRun(piece.tex, piece.display, typesetter))
      break
    case 'image':
      list.addAtom({ i: safeImage(piece.url), a: piece.alt })
      break
    case 'autolink':
      list.add(piece.text, style, url || safeLink(piece.url))
      break
    case 'linkEnd':
      styles.url = ''
      break
    case 'bracket':
      if (piece.url !== undefined) styles.url = safeLink(piece.url)
      else list.add(piece.image ? '![' : '[', style, url)
      break
    case 'delimiter':
      styles.apply(piece.closes, [])
      list.add(piece.sign.repeat(piece.count), styles.style, url)
      styles.apply([], piece.opens)
  }
  styles.begun ||= list.spans.length > 0
}

/** No text begins with an empty line: before it stood a tag that is not shown. */
function addLine(styles: Styles, list: SpanList): void {
  if (styles.begun) list.add('\n', styles.style, styles.url)
}
