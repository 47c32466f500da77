import type { Piece, Tag } from '../inline/pieces'
import type { Typesetter } from '../typesetter'
import { safeImage, safeLink } from './addresses'
import { type FormulaRun, type ImageRun, STYLE } from './row'

/** A stretch of text in one style, or one thing that is no text. */
export interface Span {
  /** The same for two stretches that can follow each other as one. */
  style: string
  url: string
  text: string
  atom: FormulaRun | ImageRun | undefined
}

/** The style that a place in a text has, as a count for each tag: tags can be nested in themselves. */
class Styles {
  private readonly open: Record<Tag, number> = { strong: 0, em: 0, del: 0 }
  url = ''

  apply(closes: readonly Tag[], opens: readonly Tag[]): void {
    for (const tag of closes) this.open[tag]--
    for (const tag of opens) this.open[tag]++
  }

  get letters(): string {
    const { strong, em, del } = this.open
    const own = (strong > 0 ? STYLE.strong : '') + (em > 0 ? STYLE.em : '') + (del > 0 ? STYLE.del : '')
    return this.url ? own + STYLE.link : own
  }
}

/** Collects spans; neighbours of one style become one. */
export class SpanList {
  readonly spans: Span[] = []

  add(text: string, style: string, url = ''): void {
    if (!text) return
    const last = this.spans[this.spans.length - 1]
    if (last && !last.atom && last.style === style && last.url === url) last.text += text
    else this.spans.push({ style, url, text, atom: undefined })
  }

  addAtom(atom: FormulaRun | ImageRun): void {
    this.spans.push({ style: '', url: '', text: '', atom })
  }
}

/** A formula's run, laid out if that is possible. */
export function formulaRun(tex: string, display: boolean, typesetter: Typesetter | undefined): FormulaRun {
  const layout = typesetter?.typeset(tex, display)
  const run: FormulaRun = { f: tex }
  if (layout !== undefined) run.z = layout
  if (display) run.d = 1
  return run
}

/** The spans of the pieces before `settled`, and of those from there to `shown`. */
export function toSpans(
  pieces: readonly Piece[],
  settled: number,
  shown: number,
  typesetter: Typesetter | undefined,
): [Span[], Span[]] {
  const parts: [SpanList, SpanList] = [new SpanList(), new SpanList()]
  const styles = new Styles()
  for (const piece of pieces) {
    if (piece.at >= shown) break
    addPiece(piece, styles, piece.at < settled ? parts[0] : parts[1], typesetter)
  }
  return [parts[0].spans, parts[1].spans]
}

function addPiece(piece: Piece, styles: Styles, list: SpanList, typesetter: Typesetter | undefined): void {
  const add = (text: string) => list.add(text, styles.letters, styles.url)
  switch (piece.kind) {
    case 'text':
      return add(piece.text)
    case 'code':
      return list.add(piece.text, styles.letters + STYLE.code, styles.url)
    case 'html':
      return add(/^<br\s*\/?>$/i.test(piece.text) ? '\n' : piece.text)
    case 'break':
      return add('\n')
    case 'formula':
      return list.addAtom(formulaRun(piece.tex, piece.display, typesetter))
    case 'image':
      return list.addAtom({ i: safeImage(piece.url), a: piece.alt })
    case 'autolink': {
      const url = safeLink(piece.url)
      return list.add(
        piece.text,
        url ? styles.letters.replace(STYLE.link, '') + STYLE.link : styles.letters,
        url,
      )
    }
    case 'linkEnd':
      styles.url = ''
      return
    case 'bracket':
      if (piece.link) styles.url = safeLink(piece.link.url)
      else add(piece.image ? '![' : '[')
      return
    case 'delimiter':
      styles.apply(piece.closes, [])
      add(piece.character.repeat(piece.count))
      styles.apply([], piece.opens)
  }
}
