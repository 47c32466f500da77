import type { Leaf } from '../block/blocks'
import { NUMBER } from '../exercise-number'
import { foundIn } from '../inline/characters'
import { BEFORE_RESULT } from '../result-words'

const EXERCISE = new RegExp(
  `^(?:\\*\\*)?第${NUMBER}[题題](?![目型组图])(?:[ \\t]*的)?(?:\\*\\*)?(?:[ \\t]*[:：.．、])?(?:\\*\\*)?`,
)
const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'

/** The longest of a line that is kept back until it is known to be a label: a bold one is a title only with its end. */
const MAX_HELD = 240
const BEFORE_EXERCISE =
  /^(?:\*\*)?第[ \t]*(?:\d{0,3}|[一二三四五六七八九十]{0,3})[ \t]*(?:[题題](?:[ \t]*的)?)?[*]{0,2}[ \t]*[:：.．、]?[ \t]*(?:\d{1,3})?$/
const BEFORE_BOLD_LINE = new RegExp(`^\\*\\*第${NUMBER}[题題][^*\\n]*\\*{0,2}[ \\t]*$`)

/** The letters of an exercise's label at a text's beginning, with its number where that is said once more behind it; stars do not count. */
export function exerciseLength(beginning: string, no: string): number {
  const label = foundIn(beginning, EXERCISE)
  const rest = beginning.slice(label.length)
  const space = foundIn(rest, /^[ \t]*/).length
  const again = label === '' ? 0 : numberLength(rest.slice(space), no)
  return labelLength(label) + (again === 0 ? 0 : space + again)
}

/** The letters of a label, without what the reader of Markdown takes out of them. */
export function labelLength(label: string): number {
  return label.replace(/\*/g, '').trimEnd().length
}

/** The letters of `2．`, `2、` or `②` at a text's beginning, if that is the number. */
export function numberLength(beginning: string, no: string): number {
  if (beginning !== '' && CIRCLED.indexOf(beginning.charAt(0)) === Number(no) - 1) return 1
  return beginning.startsWith(no) && /^[.．、](?!\d)/.test(beginning.slice(no.length)) ? no.length + 1 : 0
}

/** Whether all that there is of a text may still become a label: then it is not to be seen yet, since a label goes to the margin. */
export function mayBeLabel({ kind, path, text }: Leaf): boolean {
  if (text.length > MAX_HELD) return false
  // A number may be said again below its exercise's.
  if (BEFORE_RESULT.test(text) || /^\d{1,3}$/.test(text)) return true
  if (path.length > 1) return false
  const first = text.charAt(0)
  if (first !== '第' && first !== '*') return false
  if (kind === 'heading') return BEFORE_EXERCISE.test(text)
  return first === '*' && (BEFORE_EXERCISE.test(text) || BEFORE_BOLD_LINE.test(text))
}
