import { Unsolved } from '../mathematics/quantity'
import { readCrosses } from './crosses'
import type { ExpressionOptions } from './expression-grammar'
import { isHeading, labelsIn, partedByLabels } from './labels'
import type { Problem } from './problems'
import { problemsOf } from './problems-of'
import { type NotUnderstood, QuestionGrammar, type Understood } from './question-grammar'
import { POLITE } from './vocabulary'

/** A problem's lines, with the number that stands before them. */
interface Item {
  label?: string
  /** The first line with its label, where that might be mathematics. */
  unlabelled?: string
  lines: string[]
}

/** 一、计算题: a section of the page, not a problem. */
const SECTION = /^\s*[一二三四五六七八九十]{1,3}\s*[、.]/

/** Lines grouped by the numbers before them; headings without any mathematics or sentence are left out. */
function itemsOf(written: readonly string[]): Item[] {
  const lines = written.flatMap(partedByLabels)
  const items: Item[] = []
  const labelOf = labelsIn(lines)
  let current: Item | undefined
  for (const line of lines) {
    const numbered = labelOf(line)
    if (numbered !== undefined) {
      const { label, rest, certain } = numbered
      current = certain ? { label, lines: [rest] } : { label, unlabelled: line, lines: [rest] }
      items.push(current)
    } else if (SECTION.test(line) || (current === undefined && isHeading(line))) {
      current = undefined
    } else if (current === undefined) {
      current = { lines: [line] }
      items.push(current)
    } else {
      current.lines.push(line)
    }
  }
  return items
}

const isUnderstood = (read: Understood | NotUnderstood): read is Understood => !('error' in read)

/** The problems of a text that is understood whole; else the one that says what was not. */
function readText(text: string, options: ExpressionOptions): Problem[] {
  try {
    const read = new QuestionGrammar(text, options).read()
    if (!isUnderstood(read)) {
      const { error, understood, left } = read
      return [{ kind: 'unsolved', written: text.trim(), reason: error.reason, understood, left }]
    }
    const nothing = read.statements.length + read.explained.length === 0
    return nothing ? [] : problemsOf(read)
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error
    return [{ kind: 'unsolved', written: text.trim(), reason: error.reason }]
  }
}

const isLeft = (problems: readonly Problem[]): boolean => problems.every(({ kind }) => kind === 'unsolved')

/** A text with every way to read its letters x: where two of them make sense, both are told. */
function readEveryWay(text: string, options: ExpressionOptions): Problem[] {
  const readings = readCrosses(text).map(({ text: read, guesses }) =>
    readText(read, options).map((problem) => (guesses.length === 0 ? problem : { ...problem, guesses })),
  )
  const [first = [], second] = readings
  if (second === undefined) return first
  // Only a reading that makes no sense at all is left out.
  const isSound = (problems: readonly Problem[]): boolean =>
    problems.length > 0 &&
    problems.every((problem) => problem.kind !== 'unsolved' || problem.reason === 'simple_already')
  const sound = readings.filter(isSound)
  if (sound.length < 2) return sound[0] ?? first
  return [{ kind: 'doubtful', written: text.trim(), readings: sound.flat() }]
}

function problemsOfItem({ label, unlabelled, lines }: Item, options: ExpressionOptions): Problem[] {
  if (unlabelled !== undefined) {
    const whole = readEveryWay([unlabelled, ...lines.slice(1)].join('\n'), options)
    const behind = readEveryWay(lines.join('\n'), options)
    const [isWhole, isBehind] = [whole, behind].map((problems) => problems.length > 0 && !isLeft(problems))
    const isBracket = /^\s*\(/.test(unlabelled)
    if (isWhole && !(isBehind && isBracket)) return whole
    if (isWhole) {
      const guesses = [{ from: unlabelled.trim(), to: lines[0]?.trim() ?? '' }]
      const told = behind.map((problem) => ({
        ...problem,
        guesses: [...guesses, ...(problem.guesses ?? [])],
      }))
      return named(told, label)
    }
    return named(behind, label)
  }
  const problems = readEveryWay(lines.join('\n'), options)
  if (label !== undefined || !isLeft(problems) || lines.length === 1) return named(problems, label)
  // Lines without numbers may be problems of their own: one that is not understood does not spoil its neighbours.
  const alone = lines.map((line) => readEveryWay(line, options))
  const isSplit = alone.every((own, index) => !isLeft(own) || !isSentence(lines[index] ?? ''))
  const hasWorking = problems.some((problem) => problem.kind === 'unsolved' && problem.reason === 'working')
  return isSplit && !hasWorking ? alone.flat() : named(problems, label)
}

const named = (problems: readonly Problem[], label: string | undefined): Problem[] =>
  problems.map((problem) => (label === undefined ? problem : { ...problem, label }))

/** A misread sign is a stroke or two of Chinese; a sentence is more, and it may need the lines around it. */
const isSentence = (line: string): boolean => (line.match(/[\u3400-\u9fff]/g)?.length ?? 0) > 2

/** Finds the problems in normalised lines, in their order. */
export function recognise(lines: readonly string[], options: ExpressionOptions = {}): Problem[] {
  return itemsOf(lines)
    .filter(({ lines: own }) => own.join('').trim() !== '')
    .flatMap((item) => problemsOfItem(item, options))
}

/**
 * Whether a typed text only sends the tutor to the pages (看看这道题怎么做, 这两页怎么做？, 讲讲第 2 题): nothing of it is left
 * but what points at them, asks for an answer, or is polite.
 */
export const isRequestOnly = (lines: readonly string[]): boolean =>
  lines.every((line) => {
    const words = line.replace(NAMED_EXERCISES, '').replace(new RegExp(POLITE, 'g'), '')
    return (
      !/\d/.test(words) && words.replace(TASKS_ALONE, '').replace(/[\s,.?!:;，。？！：；、~…]/g, '') === ''
    )
  })

const NAMED_EXERCISES = /第?\s*\d+\s*[-~到至、和]?\s*\d*\s*(?:小题|大题|题|页|道题|道|张|面)/g
const TASKS_ALONE =
  /解方程组?|解答|计算|求解|批改|检查|讲解|说明|分析|过程|步骤|详细|怎么样?|怎样|如何|为什么|作业|题目|图片|照片|小题|大题|全部|所有|上面|下面|谢谢|老师|一下|可以|能不能|解|做|算|求|是|什么|多少|答案|对|的|这|那|第|几|[一两二三四五六七八九十]|道|页|张|面|题|里|中|上|都|讲|说|看|教|帮|我|你|请|给|把|写|出|来|会|不|完|吧|呢|吗|啊|呀|了|和/g
