import { MAX_MARK } from '../limits'

const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2014\u2026\u00b7]/u

/** Whether it is a Chinese character of everyday use: told without a search, which is slow where nothing is compiled. */
export function isHan(character: string): boolean {
  return character >= '\u3400' && character <= '\u9fff'
}

/** Whether it is a Chinese, Japanese or Korean character, or their punctuation: a word ends beside it without a space. */
export function isCjk(character: string): boolean {
  return isHan(character) || (character > '\x7f' && CJK.test(character))
}

/** Space and tab. */
export const BLANK = ' \t'

/** What an expression finds in a text; empty where that is nothing. */
export function foundIn(text: string, expression: RegExp): string {
  const found = expression.exec(text)
  return found ? found[0] : ''
}

/** How often the character at `position` is repeated; at most {@link MAX_MARK} are counted, which are text then. */
export function runLength(text: string, position: number): number {
  const code = text.charCodeAt(position)
  const last = position + MAX_MARK
  let end = position
  while (end < last && text.charCodeAt(end) === code) end++
  return end - position
}

/** The whole character that a text ends with; empty if there is none. */
export function lastCharacter(text: string): string {
  const code = text.charCodeAt(text.length - 1)
  return text.slice(code >= 0xdc00 && code <= 0xdfff ? -2 : -1)
}

/** The whole character at `position`; empty at the text's end. */
export function characterAt(text: string, position: number): string {
  const code = text.codePointAt(position)
  return code === undefined ? '' : String.fromCodePoint(code)
}

/** The text without the characters of `unwanted` at its end. A regular expression would look at a long run again and again. */
export function trimEnd(text: string, unwanted: string): string {
  let end = text.length
  while (end > 0 && unwanted.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
