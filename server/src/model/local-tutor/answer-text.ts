import { explain } from './explain'
import { joinChinese, type NormalisedText, normalisePage, normaliseTyped } from './normalise'
import type { Problem } from './problems'
import type { Doubt, PageText } from './read-page'
import { isRequestOnly, recognise } from './recognise'

/** Why a page could not be read. */
export type ReadingFailure = 'unreadable' | 'too_large' | 'too_slow' | 'not_installed'

/** One page as it was read, or why it could not be. */
export type PageReading = PageText | { failure: ReadingFailure }

const INTRODUCTION =
  '我是**本地小导师**，不联网的小帮手。我会一步一步地做四则运算、一元一次方程、一元二次方程和二元一次方程组。'

const FAILURES: Record<ReadingFailure, string> = {
  unreadable: '这张图片打不开，可能已经损坏。请重新拍一张，或者把题目打字发给我。',
  too_large: '这张图片的尺寸太大了（超过 4000 万像素），我打不开。请把它缩小，或者只拍题目的部分，再发给我。',
  too_slow: '这张图片太大或太复杂，我在规定的时间里没有读完。请只拍题目的部分，或者把题目打字发给我。',
  not_installed: '这台服务器没有安装读图片的部件，我看不了图片。请把题目打字发给我。',
}

const TOO_MANY = '题目太多了，我先做了前面这些，请把其余的另外发给我。'

const HOW_TO_CONFIGURE = `应用题和别的题目，需要接上一个能看图的大模型才能讲解。请管理员在启动服务器之前设置这三个环境变量（任何兼容 OpenAI 接口的模型都可以），再重新启动：

\`\`\`
OPENAI_BASE_URL=模型服务的地址
OPENAI_API_KEY=模型服务的密钥
OPENAI_MODEL=模型的名字
\`\`\``

/** More is no homework for one answer; hostile input must not fill the page. */
const MAX_PROBLEMS = 20
const MAX_GUESSES = 10
const MAX_QUOTED = 2000

function quote(text: string): string {
  const shown = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}……` : text
  return shown
    .split('\n')
    .map((line) => `> ${escaped(line.trim())}`)
    .join('  \n')
}

/** What a student wrote is shown as it stands: none of it is Markdown or a formula. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#$~|!]/g, '\\$&')

function readingOf(reading: PageReading, index: number, count: number): string {
  const page = count === 1 ? '图片' : `第 ${index + 1} 张图片`
  if ('failure' in reading) return `**${page}：**${FAILURES[reading.failure]}`
  const lines = reading.lines.map(joinChinese).filter((line) => line.trim() !== '')
  if (lines.length === 0) return `**${page}：**我没有在上面读到文字。请拍得近一些、亮一些，再试一次。`
  return `**${page}**，我读到的是（如果和原题不一样，请以原题为准）：\n\n${quote(lines.join('\n'))}`
}

function guessesOf(texts: readonly NormalisedText[]): string {
  const guesses = texts.flatMap(({ guesses: own }) => own)
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

function problemText(problem: Problem, index: number, count: number): string {
  const { kind, markdown, solved } = explain(problem)
  const title = `### ${titleOf(problem, index, count)}（${kind}）`
  return solved
    ? `${title}\n\n${markdown}`
    : `${title}\n\n我读到的是：\n\n${quote(problem.written)}\n\n${markdown}`
}

function doubtsOf(doubts: readonly Doubt[]): string {
  if (doubts.length === 0) return ''
  const listed = doubts
    .slice(0, MAX_GUESSES)
    .map(({ taken, other }) => `- “${escaped(joinChinese(taken))}” 也可能是 “${escaped(joinChinese(other))}”`)
  return `图片上有几处我读了两遍，结果不一样。我按前一种来做，请对照原题：\n\n${listed.join('\n')}`
}

/** The whole answer: who speaks, what was read, each problem worked out or honestly left. */
export function answerText(question: string, readings: readonly PageReading[]): string {
  const typed = normaliseTyped(question)
  const pages = readings.map((reading) =>
    'failure' in reading ? { lines: [], guesses: [] } : normalisePage(reading.lines),
  )
  const asksOnly = readings.length > 0 && isRequestOnly(typed.lines)
  const found = [
    ...(asksOnly ? [] : recognise(typed.lines)),
    ...pages.flatMap(({ lines }) => recognise(lines)),
  ]
  const problems = found.slice(0, MAX_PROBLEMS)
  const isUnsolved = problems.some((problem) => !explain(problem).solved)
  const nothing = problems.length === 0 && question.trim() !== '' && !asksOnly
  const parts = [
    INTRODUCTION,
    ...readings.map((reading, index) => readingOf(reading, index, readings.length)),
    guessesOf([typed, ...pages]),
    doubtsOf(readings.flatMap((reading) => ('doubts' in reading ? reading.doubts : []))),
    ...problems.map((problem, index) => problemText(problem, index, problems.length)),
    found.length > MAX_PROBLEMS ? TOO_MANY : '',
    nothing
      ? `我读到的是：\n\n${quote(question)}\n\n这里面没有我会的算式或方程。我不想乱猜，所以没有作答。`
      : '',
    isUnsolved || nothing || problems.length === 0 ? HOW_TO_CONFIGURE : '',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}
