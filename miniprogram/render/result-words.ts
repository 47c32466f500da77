/** Which answer it is: 最终答案. */
export const WHICH = '(?:最[终后]|参考|正确|标准)?'

/**
 * With this begins a paragraph that is a result: 答案：, 最终答案：, 【答】, Answer:, also in bold. What follows it is the result. Only
 * 【】 need no colon. A blank that is to be filled in (答：____) is none.
 */
export const RESULT = new RegExp(
  `^(?:\\*\\*[ \\t]?)?[【[]?${WHICH}(?:答案(?:是|为|如下)?|答|Answer)(?:】(?:\\*\\*)?[ \\t]*[:：]?|\\]?(?:\\*\\*)?[ \\t]*[:：])(?![ \\t*:：]*[_＿])[ \\t]*(?:\\*\\*)?[ \\t]*`,
  'i',
)

/** What may become such a beginning. */
export const BEFORE_RESULT =
  /^\**[ \t]?[【[]?(?:最[终后]?|参考?|正确?|标准?)?(?:答(?:案[是为如]?下?)?|A(?:n(?:s(?:w(?:er?)?)?)?)?)?[】\]]?\**[ \t]*(?:[:：][ \t]*)?\**[ \t]*$/i

const SENTENCE_END = /[。.！!？?；;…]["”’）)*]*\s*$/
const TOLD = /[:：】]\**\s*$/

/**
 * How a part of a result ends: with its sentence, so that `other` text follows; `open`, which a displayed formula goes on with; or
 * with a colon or a bracket, after which it is only `told`, in whatever comes next.
 */
export function endingOf(result: string): 'other' | 'open' | 'told' {
  if (TOLD.test(result)) return 'told'
  return SENTENCE_END.test(result) ? 'other' : 'open'
}
