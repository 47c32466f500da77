import type { Leaf } from '../block/blocks'
import { NUMBER } from '../exercise-number'
import { foundIn } from '../inline/characters'
import { endingOf, RESULT, WHICH } from '../result-words'
import { exerciseLength, labelLength, numberLength } from './labels'
import type { RowHead } from './row'

/** Characters of a leaf in which it shows what part of an answer it is. */
const LOOK = 240

/** Which part of an answer a row is. `u`: a displayed formula under a list's step, shown as if it stood in the step's item. */
export type Part = Pick<RowHead, 'e' | 'w' | 'l'> & { u?: 1 }

/** An exercise that an answer solves: its number, and the row that its solution begins with. */
export interface Exercise {
  no: string
  row: number
}

const NONE: Part = {}
const UNDER: Part = { u: 1 }
/** With one of these begins what a paragraph or a formula tells of itself: 最终, 参考, 答案, Answer, stars, brackets, TeX. */
const TELLING = '*【[最参正标答Aa$\\'
/**
 * What stands before a leaf: a heading that says nothing but 答案, and rows below it already; a result whose sentence does not
 * end, which a displayed formula goes on with; one that ends with its colon, which anything goes on with, also a whole list; a
 * list's step, or formulas below it; or the beginning of the exercise of that number, which may say its number again.
 */
type Before = 'other' | 'title' | 'answer' | 'open' | 'told' | 'list' | 'step' | { no: string }
const NOTHING: [Part, Before] = [NONE, 'other']

const HEADING = new RegExp(`^(?:\\*\\*)?第${NUMBER}[题題]`)
/** A bold line, whole; or a bold beginning with a colon, after which the exercise itself may stand. */
const BOLD_LINE = new RegExp(`^\\*\\*[ \\t]*第${NUMBER}[题題][^*\\n]*\\*\\*(?:[ \\t]*(?:\\n|$)|[ \\t]*[:：])`)
const ANSWER_TITLE = new RegExp(`^(?:\\*\\*)?【?${WHICH}答案(?:如下)?】?(?:\\*\\*)?[ \\t]*[:：]?(?:\\*\\*)?$`)
/** A bold line that tells how one comes to the answer. */
const STEP_TITLE = /^\*\*(?:解[析答题:：*]|步骤|第.{1,3}步|过程|说明)/
const BOXED = /^\$?\$?[ \t]*\\boxed[ \t]*\{[^\n]*\}[ \t]*\$?\$?[.。]?$/

/**
 * Tells an answer's parts by how they begin: exercises, and the boxes of their results. What is not sure stays text; what was
 * told of a row is not taken back while it grows, unless a line below it makes it another kind of block.
 */
export class AnswerParts {
  private readonly before = new Map<Leaf, Before>()
  private newest: Leaf | undefined
  private after: Before = 'other'
  /** An exercise had a heading of its own: numbers of lists are steps then. */
  private hasTitles = false

  /** @param asked numbers of the exercises that the question names */
  constructor(private readonly asked: () => readonly string[]) {}

  /** The part that the leaf is, as far as it is written. Leaves come in the order of the text. */
  of(leaf: Leaf): Part {
    const before = this.before.get(leaf) ?? this.after
    if (!this.before.has(leaf)) {
      this.before.set(leaf, before)
      this.newest = leaf
    }
    const isAlone = before === 'other' || before === 'step'
    const [part, after] = isAlone && isPlain(leaf) ? NOTHING : this.tell(leaf, before)
    const isUnder = before === 'step' && leaf.kind === 'math' && part === NONE
    if (leaf === this.newest) {
      const isStep = isUnder || leaf.path[1]?.type === 'list'
      this.after = after === 'other' && isStep ? 'step' : after
    }
    return isUnder && leaf.path.length <= 1 ? UNDER : part
  }

  private tell(leaf: Leaf, before: Before): [Part, Before] {
    const beginning = beginningOf(leaf)
    const no = this.exerciseOf(leaf, beginning)
    if (no !== undefined) return [withLabel({ e: no }, exerciseLength(beginning, no)), { no }]
    if (leaf.kind === 'rule') return NOTHING
    if (isTitle(leaf, beginning)) {
      if (ANSWER_TITLE.test(beginning.trim())) return [{ l: labelLength(beginning) }, 'title']
      // Right below its title a bold line is the answer: `## 答案`, `**5/6**`.
      const isAnswer = before === 'title' ? !STEP_TITLE.test(beginning) : RESULT.test(beginning)
      if (leaf.kind === 'heading' || !isAnswer) return NOTHING
    }
    if (typeof before === 'object' && saysNumberAgain(leaf, before.no)) return [{ l: 0 }, 'other']
    if (typeof before === 'object' && leaf.kind === 'paragraph') {
      const again = numberLength(beginning, before.no)
      if (again > 0) return [{ l: again }, 'other']
    }
    const label = labelLength(foundIn(beginning, RESULT))
    if (before === 'title') return [withLabel({ w: 1 }, label), 'answer']
    if (before === 'answer') return [{ w: 2 }, 'answer']
    if (goesOn(leaf, before)) return [{ w: 2 }, afterMore(leaf, beginning)]
    return isResult(leaf, beginning) ? [withLabel({ w: 1 }, label), endingOf(beginning)] : NOTHING
  }

  private titled(no: string | undefined): string | undefined {
    this.hasTitles ||= no !== undefined
    return no
  }

  private exerciseOf(leaf: Leaf, beginning: string): string | undefined {
    if (leaf.path.length <= 1) {
      if (leaf.kind === 'heading') return this.titled(HEADING.exec(beginning)?.[1])
      const isBold = leaf.kind === 'paragraph' && beginning.charAt(0) === '*'
      const found = isBold ? BOLD_LINE.exec(beginning) : null
      // Without its end the line may go on in plain letters.
      const isSure = found !== null && (leaf.closed || /[\n:：]$/.test(found[0]))
      return this.titled(isSure ? found[1] : undefined)
    }
    const [, list, item] = leaf.path
    if (this.hasTitles || leaf.path.length !== 3 || list === undefined || item?.type !== 'item')
      return undefined
    if (item.number === '' || !leaf.begins.includes(item)) return undefined
    // The steps of a solution count too: only a list that begins with an exercise that was asked for is one of exercises.
    const asked = this.asked()
    const isAsked = asked.includes(String(list.number)) && asked.includes(String(item.number))
    return isAsked ? String(item.number) : undefined
  }
}

function withLabel(part: Part, length: number): Part {
  return length === 0 ? part : { ...part, l: length }
}

/** Whether an item's number is its exercise's: the one of 第 1 题 counts steps. */
function saysNumberAgain({ begins, path }: Leaf, no: string): boolean {
  const item = path[2]
  return path.length === 3 && no !== '1' && item !== undefined && begins.includes(item) && item.number === no
}

/** Whether a leaf's first character says that it is no part by itself: most are told so, and with each batch. */
function isPlain({ kind, path, frozen, text }: Leaf): boolean {
  const first = (frozen || text).charAt(0)
  return (
    kind !== 'heading' && path.length !== 3 && first > ' ' && first !== '\u3000' && !TELLING.includes(first)
  )
}

/** As much of a leaf as is looked at. What was settled of a long one is not put together with the rest each time. */
function beginningOf({ frozen, text }: Leaf): string {
  const begun = frozen.length > LOOK ? frozen : frozen + text
  return begun.length > LOOK ? `${begun.slice(0, LOOK)}…` : begun
}

/** Whether a leaf is more of the result before it. */
function goesOn({ kind, path }: Leaf, before: Before): boolean {
  if (before === 'told') return true
  if (before === 'list') return path.length > 1
  return before === 'open' && kind === 'math'
}

/** What may follow more of a result, by how its paragraph ends. */
function afterMore({ kind, path }: Leaf, beginning: string): Before {
  if (path.length > 1) return 'list'
  return kind === 'math' || kind === 'paragraph' ? endingOf(beginning) : 'other'
}

/** A heading, or a line that is bold as a whole. */
function isTitle(leaf: Leaf, beginning: string): boolean {
  if (leaf.kind === 'heading') return true
  return (
    beginning.charAt(0) === '*' &&
    leaf.kind === 'paragraph' &&
    leaf.closed &&
    /^\*\*[^*\n]+\*\*[:：]?$/.test(beginning.trim())
  )
}

/** A paragraph that says that it is the answer, or a boxed result that stands alone. */
function isResult(leaf: Leaf, beginning: string): boolean {
  if (!TELLING.includes(beginning.trimStart().charAt(0))) return false
  if (leaf.kind === 'math') return BOXED.test(leaf.text.trim())
  if (leaf.kind !== 'paragraph') return false
  return RESULT.test(beginning) || (leaf.closed && BOXED.test(beginning.trim()))
}
