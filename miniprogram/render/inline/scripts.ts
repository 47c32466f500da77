import { foundIn } from './characters'
import type { Piece } from './pieces'

/** Characters before a power or an index that are looked at. */
const BASE_LENGTH = 9
/** What a power or a charge is of ends with a letter, a digit, a bracket, an index. */
const BASE = /[\wα-ωΑ-Ω₀-₉'|)\]）㐀-鿿]$|_\{[^{}]+\}$/
/** A power of a power: without brackets it cannot be told what stands how high. */
const TOWER = /\^[-+]?(?:\d+|[a-z])$/i
const HAN = /[㐀-鿿]$/
/** What may be an ion. */
const ION = /(?:[BCFHIKNOPS]|[A-Z][a-z])_?\d?$|\]$/
/** Behind a sign: with this it adds nothing that follows, so that it is a charge's. */
const ENDED =
  '[-+](?=$|[-+\\n，。、；：！？）)\\]】=→⇌/·㐀-鿿]|[,.;:](?!\\.)| (?:[a-z]{2}|(?![ \\w(（$\\\\√α-ω|]))|[(（](?:aq|[slg]\\)|[㐀-鿿]))'
const CHARGE = new RegExp(`^\\^\\d?${ENDED}`)
const NUMBER = '-?(?:0(?![xb])|[1-9]\\d{0,5})(?:\\.\\d{1,4})?(?![\\d^]|\\.\\d)'
const COUNT = new RegExp(`^\\^${NUMBER}`)
/**
 * All in braces or brackets; a sign alone; electrons in a shell (`3d^54s^1`); a number; one letter, behind which no word goes on but a gene's (`I^Ai`) or the next
 * power (`a^nb^n`).
 */
const POWER = new RegExp(
  `^\\^(?:\\{[^{}\\n$\\\\&]{1,16}\\}(?!\\^)|\\([^()\\n$\\\\㐀-鿿]{1,16}\\)(?!\\^)|${ENDED}|\\d{1,2}(?=\\d[spdf]\\^\\d)|\\+?${NUMBER}|-[A-Za-z](?![A-Za-z^])|[A-Za-z](?![a-z^])|[A-Z](?=[a-z](?![a-z]))|[mn](?=[a-z]\\^))`,
)
const OPEN = /^\^(?:\{[^}\n]{0,16}\}?|\([^()\n]{0,16}\)?|[!-~]{0,13}(?: [a-z]?|（)?)$/

/**
 * Reads the power whose `^` stands at `at` in a text without dollars: its characters, the sign alone where it raises nothing for certain;
 * none if more text is needed to tell. `before` ends before the text; `final`: nothing follows it.
 */
export function readPower(text: string, at: number, before: string, final: boolean): string {
  const base = baseOf(text, at, before)
  if (!BASE.test(base) || TOWER.test(base)) return '^'
  const rest = text.slice(at, at + 20)
  if (!final && OPEN.test(rest)) return ''
  const charge = ION.test(base) && foundIn(rest, CHARGE)
  return charge || foundIn(rest, HAN.test(base) ? COUNT : POWER) || '^'
}

/** One letter that an index may stand at, also behind another's index (`q_1q_2`), or a function that has one. */
const LETTER = /(?:^|[^\w\\.@]|_\d)\d*(?:[A-Za-z]|l(?:im|og))$|[α-ωΑ-Ω∑∏]$/
/** Two letters (`BB_1`, `mv_0`), what a formula of chemistry has so far, a bracket: here a letter may be part of a name. */
const LETTERS = /(?:^|[^\w\\.@]|_\d)\d*[A-Za-z]{2}$|(?:^|[^A-Za-z_])(?:[BCFHIKNOPS]|[A-Z][a-z])+$|[)\]）]$/
const NUMBERED =
  '^_(?:\\{[^{}\\n$\\\\&]{1,16}\\}|\\d{1,2}(?![\\d_]|\\.\\w)|平均|阴影|有用|额外|最[大小]|[㐀-鿿](?![㐀-鿿_])'
const NUMBERED_INDEX = new RegExp(`${NUMBERED})`)
/** All in braces, a number, what physics in Chinese writes there; of a letter also a letter, the capitals of points. */
const INDEX = new RegExp(`${NUMBERED}|(?:△?[A-Z]{1,4}|[A-Za-zα-ω]\\d?|m(?:ax|in)|sp)(?![\\w_]|\\.\\w))`)
const OPEN_INDEX = /^_(?:\{[^}\n]{0,16}|△?[\wα-ω]{0,4}[. ]?|[㐀-鿿])$/
/** Of two small letters: `b_g` may be a word to be spelled. What is reckoned with it, or Chinese right beside it, says that it is none. */
const SMALL = /(?:^|[^A-Za-z])[a-z]$/
const BEHIND_SIGN = /[-=+*/×÷·({|<>≤≥√\d㐀-鿿][a-z]$/
const BEFORE_SIGN = /^_(?:[^a-z]|[a-z](?:[-=+*/×÷·)}|<>≤≥^\d㐀-鿿]| [=+×÷<>≤≥≠≈]|[a-z]))/

/**
 * Reads the index whose `_` stands at `at`, as {@link readPower} does a power: empty where none is for certain, undefined if more text is
 * needed to tell.
 */
export function readIndex(text: string, at: number, before: string, final: boolean): string | undefined {
  const base = baseOf(text, at, before)
  const isLetter = LETTER.test(base)
  if (!isLetter && !LETTERS.test(base)) return ''
  const rest = text.slice(at, at + 20)
  if (!final && OPEN_INDEX.test(rest)) return undefined
  // `log_28` is that of 8.
  const isUnsure = SMALL.test(base)
    ? !BEHIND_SIGN.test(base) && !BEFORE_SIGN.test(rest)
    : base.endsWith('log') && /^_\d\d/.test(rest)
  return isUnsure ? '' : foundIn(rest, isLetter ? INDEX : NUMBERED_INDEX)
}

/** What stands before the mark at `at`, as far as it is looked at. */
function baseOf(text: string, at: number, before: string): string {
  return (before + text.slice(Math.max(0, at - BASE_LENGTH), at)).slice(-BASE_LENGTH)
}

/** A text that stands higher (`sup`) or lower (`sub`) than its line, at that place of the source. */
export function placed(place: 'sub' | 'sup', text: string, at: number): Piece[] {
  const tag = (text: string): Piece => ({ kind: 'html', at, url: '', text })
  return [tag(`<${place}>`), { kind: 'text', at, text }, tag(`</${place}>`)]
}
