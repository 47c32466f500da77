/** A style that a delimiter run opens or closes. */
export type Tag = 'em' | 'strong' | 'del'

/** A run of `*`, `_` or `~~`. What it closes comes first, then the characters that are left, then what it opens. */
export interface Delimiter {
  kind: 'delimiter'
  at: number
  sign: string
  /** Characters that are still text. */
  count: number
  /** Characters in the source. */
  length: number
  canOpen: boolean
  canClose: boolean
  /** It stands inside of a word or a product: such runs pair by CommonMark's rule of three. */
  isBoth: boolean
  /** A blank stands before it that its author wrote inside of the bold text: it closes only what opened on its line. */
  isLoose: boolean
  /** The line that it stands on; -1 behind a letter or digit, where it may be a power's. */
  line: number
  /** Where the pairs begin that hang together up to this run: each begins in the run in which the one before it ends. */
  from: number
  closes: Tag[]
  /** Innermost first. */
  opens: Tag[]
  prior: Delimiter | undefined
  next: Delimiter | undefined
}

/** A `[` or `![`: text, or where a link begins once its `url` is there. */
export interface Bracket {
  kind: 'bracket'
  at: number
  image: boolean
  active: boolean
  /** Another bracket stands inside it, so its text is no label. */
  hasBracket: boolean
  /** Its place among the pieces, and the last delimiter before it. */
  place: number
  before: Delimiter | undefined
  /** Where the link leads that it begins. */
  url: string | undefined
}

/** A stretch of a line that is of one kind; `at`: its place in the line's source. */
export type Piece =
  | { kind: 'text'; at: number; text: string }
  | { kind: 'code'; at: number; text: string }
  | { kind: 'formula'; at: number; tex: string; display: boolean }
  | { kind: 'break'; at: number; hard: boolean }
  | { kind: 'image'; at: number; url: string; alt: string }
  | { kind: 'html' | 'autolink'; at: number; url: string; text: string }
  | { kind: 'linkEnd'; at: number }
  | Delimiter
  | Bracket

/** The text of pieces without any markup: an image's description. */
export function plainText(pieces: readonly Piece[]): string {
  let text = ''
  for (const piece of pieces) {
    if (piece.kind === 'text' || piece.kind === 'code' || piece.kind === 'autolink') text += piece.text
    else if (piece.kind === 'formula') text += piece.tex
    else if (piece.kind === 'break') text += '\n'
    else if (piece.kind === 'image') text += piece.alt
    else if (piece.kind === 'delimiter') text += piece.sign.repeat(piece.count)
    else if (piece.kind === 'bracket' && piece.url === undefined) text += piece.image ? '![' : '['
  }
  return text
}

/** The last place up to `limit` that no pair reaches over: what comes behind it may part the pair again. */
export function lastUncrossed(pieces: readonly Piece[], limit: number): number {
  let depth = 0
  let start = limit
  // No `for … of`, of which WeChat's compiler makes an iterator: this is done for each batch.
  pieces.forEach((piece) => {
    if (piece.at >= limit) return
    if (depth === 0) start = piece.at
    if (piece.kind === 'delimiter') depth += piece.opens.length - piece.closes.length
    else if (piece.kind === 'linkEnd') depth--
    else if (piece.kind === 'bracket' && piece.url !== undefined) depth++
  })
  return depth > 0 ? start : limit
}
