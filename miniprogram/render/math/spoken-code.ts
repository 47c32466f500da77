/** Words that formulas are read out by most, and the sign that each travels as. components/answer-passage/spoken.wxs has the same. */
export const CODED_WORDS =
  '=等于 (左括号 )右括号 _下标 ^的平方 +加 -减 *乘 /除以 ~负 :分之 ;分式结束 ?分式 &带 #向量 @根号 $无穷大 |绝对值 !绝对值结束 <小于 >大于'

const signs = new Map(CODED_WORDS.split(' ').map((coded) => [coded.slice(1), coded.charAt(0)]))
const CODES = /[=()_^+\-*/~:;?&#@$|!<>,]/

/**
 * The words of a formula as they travel to the page, in half of their bytes: the usual ones are a sign each, with no blanks
 * around it, and `,` is `，`. Words that have such a sign themselves travel as they are, behind a blank.
 */
export function toCodedWords(words: string): string {
  if (CODES.test(words)) return ` ${words}`
  return words
    .split(' ')
    .map((word) => signs.get(word) ?? word)
    .join(' ')
    .replace(/，/g, ',')
    .replace(/ ?([=()_^+\-*/~:;?&#@$|!<>]) ?/g, '$1')
}
