import type { ModelTurn } from '../model'
import { explain, NO_MATHEMATICS } from './explain'
import { answerAboutStep, isOwnAnswer } from './follow-up'
import type { PageText } from './page/page-text'
import {
  type Guess,
  joinChinese,
  type NormalisedText,
  normalisePage,
  normaliseTyped,
} from './question/characters'
import { isRequestOnly, recognise } from './question/items'
import type { Problem } from './question/problems'
import { escaped, quote } from './quote'
import { smallTalk } from './small-talk'

/** Why a page could not be read. */
export type ReadingFailure =
  | 'unreadable'
  | 'too_large'
  | 'too_slow'
  | 'not_installed'
  /** A page that was seen, and could not be made out. */
  | 'turned'
  | 'blurred'
  | 'too_small'
  | 'handwriting'

/** One page as it was read, or why it could not be. */
export type PageReading = PageText | { failure: ReadingFailure }

/** Who speaks: said once a conversation. */
export const INTRODUCTION = '我是**本地小导师**，不联网，只做我完全读懂的计算题、方程和简单的数学题。'

const FAILURES: Record<ReadingFailure, string> = {
  unreadable: '这张图片打不开，可能已经损坏。请重新拍一张，或者把题目打字发给我。',
  too_large: '这张图片的尺寸太大了（超过 4000 万像素），我打不开。请把它缩小，或者只拍题目的部分，再发给我。',
  too_slow:
    '我在规定的时间里没有读完这张图片：也许是它太大、太复杂，也许是现在太忙。请再试一次，或者只拍题目的部分，或者把题目打字发给我。',
  turned: '这张图片拍歪了，我没有读清楚。请把手机拿正，正对着作业再拍一张。',
  blurred: '这张图片有点模糊，我没有读清楚。请拿稳手机，对好焦，在亮一点的地方再拍一张。',
  too_small: '图片上的字太小，我没有读清楚。请拍得近一些，或者只拍要问的题目。',
  handwriting: '这一页像是手写的，或者字迹比较潦草，我没有读清楚。请写得清楚一些再拍，或者把题目打字发给我。',
  not_installed: '这台服务器没有安装读图片的部件，我看不了图片。请把题目打字发给我。',
}

/** Why a page could not be read, as a student is told. */
export const readingFailure = (failure: ReadingFailure): string => FAILURES[failure]

const TOO_MANY = '题目太多了，我先做了前面这些，请把其余的另外发给我。'
const MAY_BE_MISREAD = '上面的判断是按我从图片上读到的写的。如果我读错了，请以原题为准。'

/** More is no homework for one answer; hostile input must not fill the page. */
const MAX_PROBLEMS = 20
const MAX_GUESSES = 10

function readingOf(reading: PageReading, index: number, count: number): string {
  const page = count === 1 ? '图片' : `第 ${index + 1} 张图片`
  if ('failure' in reading) return `**${page}：**${FAILURES[reading.failure]}`
  const lines = reading.lines.map(({ text }) => joinChinese(text)).filter((line) => line.trim() !== '')
  const unread = reading.lines.filter(({ isUnread }) => isUnread).length
  const left = unread === 0 ? '' : `\n\n还有 ${unread} 处我没有读清楚。`
  if (lines.length === 0) return `**${page}：**我没有在上面读到文字。请拍得近一些、亮一些，再试一次。`
  return `**${page}**，我读到的是（如果和原题不一样，请以原题为准）：\n\n${quote.block(lines.join('\n'))}${left}`
}

function guessesOf(texts: readonly NormalisedText[], problems: readonly Problem[]): string {
  const ofProblems = problems.flatMap(({ guesses = [] }) => guesses)
  const guesses: Guess[] = [...texts.flatMap(({ guesses: own }) => own), ...ofProblems]
  if (guesses.length === 0) return ''
  const listed = guesses
    .slice(0, MAX_GUESSES)
    .map(({ from, to }) => `- “${escaped(from)}” 我当作 “${escaped(to)}”`)
  return `有几处不像原来的写法，我按最可能的意思理解：\n\n${listed.join('\n')}`
}

function titleOf(problem: Problem, index: number, count: number): string {
  if (problem.label !== undefined) return `第 ${problem.label} 题`
  return count === 1 ? '解答' : `第 ${index + 1} 题`
}

function problemText({ problem, fromPage }: Found, index: number, count: number): string {
  const { kind, markdown, solved } = explain(problem)
  const isAlone = problem.label === undefined && count === 1
  const title = !solved && isAlone ? `### ${kind}` : `### ${titleOf(problem, index, count)}（${kind}）`
  if (!solved) return `${title}\n\n我读到的是：\n\n${quote.block(problem.written)}\n\n${markdown}`
  return fromPage && markdown.includes('不对')
    ? `${title}\n\n${markdown}\n\n${MAY_BE_MISREAD}`
    : `${title}\n\n${markdown}`
}

function doubtsOf(readings: readonly PageReading[]): string {
  const lines = readings.flatMap((reading) => ('failure' in reading ? [] : reading.lines))
  const doubted = lines.flatMap(({ text, other }) => (other === undefined ? [] : [[text, other] as const]))
  if (doubted.length === 0) return ''
  const listed = doubted
    .slice(0, MAX_GUESSES)
    .map(([taken, other]) => `- “${escaped(joinChinese(taken))}” 也可能是 “${escaped(joinChinese(other))}”`)
  return `图片上有几处我读了两遍，结果不一样。我按前一种来做，请对照原题：\n\n${listed.join('\n')}`
}

interface Found {
  problem: Problem
  fromPage: boolean
}

/** Who speaks, where that is new. */
export const introductionIn = (history: readonly ModelTurn[]): string =>
  history.some(({ answer }) => isOwnAnswer(answer)) ? '' : INTRODUCTION

/** Asks for all of the working, and names no exercise: the one before is meant. The page asks so below a hint. */
const ALL_OF_IT = /^(?:请|那就?|直接)*(?:写出?|给出?|给我|看|讲)完整的?(?:解答|解题|解法)?(?:过程|步骤)?$/

function exerciseBefore(question: string, history: readonly ModelTurn[]): string | undefined {
  if (!ALL_OF_IT.test(question.replace(/[\s,，.。!！?？]+/g, ''))) return undefined
  return [...history].reverse().find((turn) => problemsAsked(turn.question, []).length > 0)?.question
}

/** The whole answer: what was read, each problem worked out or honestly left; who speaks, where that is new. */
export function answerText(
  question: string,
  readings: readonly PageReading[],
  history: readonly ModelTurn[] = [],
): string {
  const introduction = introductionIn(history)
  const said =
    readings.length === 0 ? (answerAboutStep(question, history) ?? smallTalk(question, history)) : undefined
  const before = readings.length === 0 ? exerciseBefore(question, history) : undefined
  const parts = said === undefined ? answerParts(before ?? question, readings) : [said]
  return [introduction, ...parts].filter((part) => part !== '').join('\n\n')
}

/** What was typed and what stands on the pages, as far as it is mathematics. */
interface Asked {
  typed: NormalisedText
  pages: NormalisedText[]
  /** Whether the typed text only sends the tutor to the pages. */
  asksOnly: boolean
  found: Found[]
}

function askedIn(question: string, readings: readonly PageReading[]): Asked {
  const typed = normaliseTyped(question)
  const pages = readings.map((reading) =>
    'failure' in reading ? { lines: [], guesses: [] } : normalisePage(reading.lines.map(({ text }) => text)),
  )
  const asksOnly = readings.length > 0 && isRequestOnly(typed.lines)
  const own = asksOnly ? [] : recognise(typed.lines, { blanks: true })
  const found = [
    ...own.map((problem) => ({ problem, fromPage: false })),
    ...pages.flatMap(({ lines }) => recognise(lines)).map((problem) => ({ problem, fromPage: true })),
  ]
  return { typed, pages, asksOnly, found }
}

/** The problems of a question, typed first, then those of its pages; no more than one answer takes. */
export const problemsAsked = (question: string, readings: readonly PageReading[]): Problem[] =>
  askedIn(question, readings)
    .found.slice(0, MAX_PROBLEMS)
    .map(({ problem }) => problem)

/** Said where there is no mathematics in a question. */
export function nothingFound(question: string, readings: readonly PageReading[]): string {
  if (question.trim() === '') return readings.length === 0 ? '请把题目打字发给我，或者拍下来。' : ''
  return `我读到的是：\n\n${quote.block(question)}\n\n${NO_MATHEMATICS}`
}

/** What was read on each page, or why it could not be. */
export const pagesRead = (readings: readonly PageReading[]): string[] =>
  readings.map((reading, index) => readingOf(reading, index, readings.length))

function answerParts(question: string, readings: readonly PageReading[]): string[] {
  const { typed, pages, asksOnly, found } = askedIn(question, readings)
  const shown = found.slice(0, MAX_PROBLEMS)
  const certain = shown.map(({ problem }) => problem).filter(({ kind }) => kind !== 'doubtful')
  return [
    ...pagesRead(readings),
    guessesOf([typed, ...pages], certain),
    doubtsOf(readings),
    ...shown.map((one, index) => problemText(one, index, shown.length)),
    found.length > MAX_PROBLEMS ? TOO_MANY : '',
    found.length === 0 && !asksOnly ? nothingFound(question, readings) : '',
  ]
}
