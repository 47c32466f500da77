import { foundIn } from '../inline/characters'
import { STYLE } from './row'
import type { SpanList } from './spans'

/** The few signs that a family of languages is told by. */
interface Language {
  comment: string
  block: readonly [string, string] | undefined
  quotes: string
  /** Quotes whose text may go on over a line's end. */
  long: readonly string[]
}

const C_LIKE: Language = { comment: '//', block: ['/*', '*/'], quotes: '"\'`', long: ['`'] }
const SCRIPT: Language = {
  comment: '#',
  block: undefined,
  quotes: '"\'',
  long: ['"""', "'''"],
}
const SQL: Language = { comment: '--', block: ['/*', '*/'], quotes: '"\'', long: [] }

const LANGUAGES: Record<string, Language> = {
  sql: SQL,
  lua: SQL,
}
for (const name of 'c cpp c++ cs csharp java js javascript jsx ts typescript tsx go rust php swift kotlin json'.split(
  ' ',
)) {
  LANGUAGES[name] = C_LIKE
}
for (const name of 'python py sh bash shell ruby yaml r'.split(' ')) LANGUAGES[name] = SCRIPT

const KEYWORDS = new Set(
  (
    'and as assert async await bool boolean break case catch char class const continue def default del do double elif ' +
    'else enum except export extends false False final finally float fn for from func function global if implements ' +
    'import in include instanceof int interface is lambda let long namespace new nil None not null or package pass ' +
    'private protected public raise return self short static string struct super switch then this throw throws true ' +
    'True try type typedef typeof undefined union unsigned using var virtual void while with yield ' +
    'SELECT FROM WHERE INSERT INTO UPDATE DELETE CREATE TABLE JOIN ON GROUP BY ORDER HAVING VALUES SET AND OR NOT NULL'
  ).split(' '),
)

/** What the text stands in, from one delta to the next: nothing, a comment, or a string that ends with `until`. */
interface Inside {
  style: number
  until: string
  /** A line's end ends it too. */
  line: boolean
}

/** Colours code as it comes. A word is coloured when it has ended, so that no colour changes. */
export class Highlighter {
  private readonly language: Language | undefined
  private inside: Inside | undefined

  /** @param info a code block's info string: its first word names the language */
  constructor(info: string) {
    this.language = LANGUAGES[(info.split(/\s/)[0] ?? '').toLowerCase()]
  }

  /**
   * Colours the beginning of `text` as far as it is certain (all of it if `final`), and answers how many
   * characters that was.
   */
  read(text: string, final: boolean, list: SpanList): number {
    const { language } = this
    if (!language) {
      list.add(text, 0)
      return text.length
    }
    let position = 0
    while (position < text.length) {
      const { inside } = this
      const end = inside
        ? this.readInside(text, position, final, inside, list)
        : this.readCode(text, position, final, language, list)
      // A comment that ends where the text goes on is no stand-still.
      if (end === position && this.inside === inside) break
      position = end
    }
    return position
  }

  private readInside(text: string, from: number, final: boolean, inside: Inside, list: SpanList): number {
    let position = from
    for (; position < text.length; position++) {
      if (text.charAt(position) === '\n' && inside.line) {
        this.inside = undefined
        break
      }
      if (text.startsWith(inside.until, position)) {
        position += inside.until.length
        this.inside = undefined
        break
      }
      if (text.charAt(position) === '\\' && inside.style === STYLE.string) position++
      else if (!final && inside.until.startsWith(text.slice(position))) break
    }
    const end = Math.min(position, text.length)
    // A backslash at the end escapes what is still to come.
    const kept = !final && position > text.length ? text.length - 1 : end
    list.add(text.slice(from, kept), inside.style)
    return kept
  }

  private readCode(text: string, from: number, final: boolean, language: Language, list: SpanList): number {
    const rest = text.slice(from, from + 4)
    if (!final && rest.length < 3 && this.mayBegin(rest, language)) return from
    const started = this.begin(rest, language)
    if (started) {
      list.add(text.slice(from, from + started), this.inside?.style ?? 0)
      return from + started
    }
    WORD.lastIndex = from
    const word = foundIn(text, WORD)
    if (!word) {
      list.add(text.charAt(from), 0)
      return from + 1
    }
    // A name or a number at the very end may go on.
    if (!final && from + word.length === text.length && /^[\w$]/.test(word)) return from
    list.add(word, /^\d/.test(word) ? STYLE.number : KEYWORDS.has(word) ? STYLE.keyword : 0)
    return from + word.length
  }

  /** Enters a comment or a string; answers the length of its opening sign. */
  private begin(rest: string, language: Language): number {
    const { comment, block, quotes, long } = language
    if (rest.startsWith(comment)) return this.enter(comment, '\n', STYLE.comment, true)
    if (block && rest.startsWith(block[0])) {
      return this.enter(block[0], block[1], STYLE.comment, false)
    }
    const opening = long.find((quote) => rest.startsWith(quote))
    if (opening) return this.enter(opening, opening, STYLE.string, false)
    const quote = rest.charAt(0)
    return quotes.includes(quote) && quote ? this.enter(quote, quote, STYLE.string, true) : 0
  }

  private enter(sign: string, until: string, style: number, line: boolean): number {
    this.inside = { style, until, line }
    return sign.length
  }

  private mayBegin(rest: string, { comment, block, long }: Language): boolean {
    const signs = [comment, block?.[0] ?? '', ...long]
    return signs.some((sign) => sign.length > rest.length && sign.startsWith(rest))
  }
}

const WORD = /[A-Za-z_$][\w$]*|\d[\w.]*|[^\w"'`/#\-$]+/y
