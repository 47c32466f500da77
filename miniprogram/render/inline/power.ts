import { foundIn } from './characters'
import type { Piece } from './pieces'

/** Characters before a power that are looked at. */
const BASE_LENGTH = 9
/** What a power or a charge is of ends with a letter, a digit, a bracket. */
const BASE = /[\wα-ωΑ-Ω₀-₉'|)\]）㐀-鿿]$/
/** A power of a power: without brackets it cannot be told what stands how high. */
const TOWER = /\^[-+]?(?:\d+|[a-z])$/i
const HAN = /[㐀-鿿]$/
/** What may be an ion. */
const ION = /(?:[BCFHIKNOPS]|[A-Z][a-z])\d?$|\]$/
/** Behind a sign: with this it adds nothing that follows, so that it is a charge's. */
const ENDED =
  '[-+](?=$|[-+\\n，。、；：！？）)\\]】=→⇌/·㐀-鿿]|[,.;:](?!\\.)| (?:[a-z]{2}|(?![ \\w(（$\\\\√α-ω|]))|[(（](?:aq|[slg]\\)|[㐀-鿿]))'
const CHARGE = new RegExp(`^\\^\\d?${ENDED}`)
const NUMBER = '-?(?:0(?![xb])|[1-9]\\d{0,5})(?:\\.\\d{1,4})?(?![\\d^]|\\.\\d)'
const COUNT = new RegExp(`^\\^${NUMBER}`)
/**
 * All in braces; a sign alone; electrons in a shell (`3d^54s^1`); a number; one letter, behind which no word goes on but a gene's (`I^Ai`) or the next
 * power (`a^nb^n`).
 */
const POWER = new RegExp(
  `^\\^(?:\\{[^{}\\n$\\\\&]{1,16}\\}(?!\\^)|${ENDED}|\\d{1,2}(?=\\d[spdf]\\^\\d)|\\+?${NUMBER}|-[A-Za-z](?![A-Za-z^])|[A-Za-z](?![a-z^])|[A-Z](?=[a-z](?![a-z]))|[mn](?=[a-z]\\^))`,
)
const OPEN = /^\^(?:\{[^}\n]{0,16}\}?|[!-~]{0,13}(?: [a-z]?|（)?)$/

/**
 * Reads the power whose `^` stands at `at` in a text without dollars: its characters, the sign alone where it raises nothing for certain;
 * none if more text is needed to tell. `before` ends before the text; `final`: nothing follows it.
 */
export function readPower(text: string, at: number, before: string, final: boolean): string {
  const base = (before + text.slice(Math.max(0, at - BASE_LENGTH), at)).slice(-BASE_LENGTH)
  if (!BASE.test(base) || TOWER.test(base)) return '^'
  const rest = text.slice(at, at + 20)
  if (!final && OPEN.test(rest)) return ''
  const charge = ION.test(base) && foundIn(rest, CHARGE)
  return charge || foundIn(rest, HAN.test(base) ? COUNT : POWER) || '^'
}

/** A text that stands higher than its line, at that place of the source. */
export function raised(text: string, at: number): Piece[] {
  const tag = (text: string): Piece => ({ kind: 'html', at, url: '', text })
  return [tag('<sup>'), { kind: 'text', at, text }, tag('</sup>')]
}
