import type { Correction } from '../../../../../typings/protocol'
import { explain } from '../explain'
import { evaluate } from '../mathematics/arithmetic'
import { endingDecimal, type Fraction, Unsolved } from '../mathematics/quantity'
import { type SolutionSet, sameSolutions, solutionSet } from '../mathematics/solution-set'
import { boxAround, type PageLine } from '../page/page-text'
import { normalisePage } from '../question/characters'
import { recognise } from '../question/items'
import type { Problem, WorkingLine } from '../question/problems'
import { tellsUnknown } from '../question/working'
import { correctionOf, type Marked } from './correction'

/** A page of a student's own work. `page`: from 1, null where it was typed. */
export interface Sheet {
  page: number | null
  lines: readonly PageLine[]
  /** Why nothing of it could be read, where that is known. */
  unread?: string
}

type Verdict = Pick<Marked, 'verdict' | 'student_answer' | 'correct_answer' | 'reason'>

const UNCLEAR: Verdict = { verdict: 'unclear', student_answer: null, correct_answer: null, reason: null }
const UNREADABLE = '这一页没有能读清楚的算式或方程。'
const MISREAD = '这一行没有读清楚。'
const DOUBTED = '这一行我读得没有把握，所以没有判对错。请对照原题看一看。'
const NO_MEANING = '这个式子没有意义，或者不是我会算的。'

/** Marks sums and equations line by line; a page on which nothing is read has one item, which is unclear. */
export function markSheets(sheets: readonly Sheet[]): Correction {
  return correctionOf(
    sheets.flatMap((sheet) => {
      const marked = markedOf(sheet)
      if (marked.length > 0) return marked
      const { page, unread: reason = UNREADABLE } = sheet
      return [{ ...UNCLEAR, reason, label: undefined, text: '', points: [], box: null, page }]
    }),
  )
}

function markedOf({ page, lines }: Sheet): Marked[] {
  const marked: Marked[] = []
  for (let index = 0; index < lines.length; ) {
    const taken = exerciseAt(lines, index)
    const isRead = taken.lines.every(isCertain)
    for (const { problem, answer } of taken.problems) {
      const verdict = isRead ? verdictOf(problem, answer) : { ...UNCLEAR, reason: DOUBTED }
      const { label, written: text } = problem
      marked.push({ ...verdict, page, label, text, points: [], box: boxAround(taken.lines) })
    }
    index += taken.lines.length
  }
  return marked
}

/** What begins on a line, with the lines that belong to it. */
interface Taken {
  lines: readonly PageLine[]
  problems: { problem: Problem; answer?: WorkingLine }[]
}

/** A solution over several lines, an equation with its answer below, or the problems of one line. */
function exerciseAt(lines: readonly PageLine[], index: number): Taken {
  const first = lines[index]
  if (first === undefined) return { lines: [], problems: [] }
  if (first.isUnread)
    return { lines: [first], problems: [{ problem: { kind: 'doubtful', written: '', readings: [] } }] }
  if (!/\d/.test(first.text)) return { lines: [first], problems: [] }
  const problems = problemsIn([first])
  const [only] = problems
  const alone = { lines: [first], problems: problems.map((problem) => ({ problem })) }
  if (problems.length !== 1 || only === undefined || !isOpenEquation(only)) return alone
  const below = linesBelow(only.unknown, lines.slice(index + 1))
  const [answer] = below
  if (answer === undefined) return alone
  const group = [first, ...below.map(({ line }) => line)]
  if (below.length > 1) {
    const [whole, ...more] = problemsIn(group)
    if (whole?.kind === 'working' && more.length === 0)
      return { lines: group, problems: [{ problem: whole }] }
  }
  if (!tellsUnknown(answer.working)) return alone
  return { lines: [first, answer.line], problems: [{ problem: only, answer: answer.working }] }
}

type EquationProblem = Extract<Problem, { kind: 'equation' }>

/** An equation whose answer does not stand beside it. */
const isOpenEquation = (problem: Problem): problem is EquationProblem =>
  problem.kind === 'equation' && !tellsUnknown({ written: '', equations: [problem.equation] })

/** The equations without a number below, up to the x = … that ends them. */
function linesBelow(unknown: string, lines: readonly PageLine[]): { line: PageLine; working: WorkingLine }[] {
  const below: { line: PageLine; working: WorkingLine }[] = []
  for (const line of lines) {
    const working = workingOn(unknown, line)
    if (working === undefined) break
    below.push({ line, working })
    if (tellsUnknown(working)) break
  }
  return below
}

/** A line with one equation in this unknown, or x = … or x = …, and nothing else. */
function workingOn(unknown: string, line: PageLine): WorkingLine | undefined {
  const [problem, ...more] = problemsIn([line])
  if (problem === undefined || more.length > 0 || problem.label !== undefined) return undefined
  if (problem.kind !== 'equation' || problem.unknown !== unknown) return undefined
  return { written: problem.written, equations: [problem.equation] }
}

/** Whether both readings of a line say the same. */
const isCertain = ({ text, other = text }: PageLine): boolean =>
  other.replace(/\s/g, '') === text.replace(/\s/g, '')

const problemsIn = (lines: readonly PageLine[]): Problem[] =>
  recognise(normalisePage(lines.map(({ text }) => text)).lines)

function verdictOf(problem: Problem, answer: WorkingLine | undefined): Verdict {
  try {
    return judged(problem, answer)
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error
    return { ...UNCLEAR, reason: NO_MEANING }
  }
}

/** @throws Unsolved */
function judged(problem: Problem, answer: WorkingLine | undefined): Verdict {
  switch (problem.kind) {
    case 'arithmetic':
      return sum(problem)
    case 'equation':
      return equation([problem.equation], problem.unknown, answer)
    case 'working': {
      const [first, ...steps] = problem.lines
      const last = steps[steps.length - 1]
      const told = last !== undefined && tellsUnknown(last) ? last : undefined
      return equation(first?.equations ?? [], problem.unknown, told)
    }
    case 'explained':
      return remark(problem)
    case 'system':
    case 'doubtful':
    case 'unsolved':
      return { ...UNCLEAR, reason: problem.kind === 'unsolved' ? explain(problem).markdown : MISREAD }
  }
}

function sum({ expression, claims, written }: Extract<Problem, { kind: 'arithmetic' }>): Verdict {
  const value = evaluate(expression)
  const correct_answer = plain(value)
  const last = claims[claims.length - 1]
  if (last === undefined) return { verdict: 'unanswered', student_answer: null, correct_answer, reason: null }
  const student_answer = written.split('=').pop()?.trim() ?? null
  const isRight = claims.every((claim) => evaluate(claim).equals(value))
  const reason = isRight ? null : `正确的得数是 ${correct_answer}。`
  return { verdict: isRight ? 'right' : 'wrong', student_answer, correct_answer, reason }
}

function equation(
  equations: WorkingLine['equations'],
  unknown: string,
  answer: WorkingLine | undefined,
): Verdict {
  const solutions = solutionSet(equations, unknown)
  const correct_answer = inWords(solutions, unknown)
  if (answer === undefined)
    return { verdict: 'unanswered', student_answer: null, correct_answer, reason: null }
  const isRight = sameSolutions(solutions, solutionSet(answer.equations, unknown))
  const reason = isRight
    ? null
    : `把写的答案代入原方程，左右两边不相等，或者少了解。正确的答案是 ${correct_answer}。`
  return { verdict: isRight ? 'right' : 'wrong', student_answer: answer.written, correct_answer, reason }
}

/** A remark on a claim that was judged while it was read (7÷2=3…1, 3<5). */
function remark({ markdown, written }: Extract<Problem, { kind: 'explained' }>): Verdict {
  const answer = /\*\*答案：\*\*([^\n]*)/.exec(markdown)?.[1]?.replace(/[$\\]/g, '') ?? ''
  const student_answer = written.split('=').pop()?.trim() ?? null
  if (answer.startsWith('对'))
    return { verdict: 'right', student_answer, correct_answer: student_answer, reason: null }
  if (!answer.startsWith('不对')) return { ...UNCLEAR, reason: MISREAD }
  const correct_answer = answer.replace(/^不对，应该是\s*/, '').replace(/。$/, '')
  return { verdict: 'wrong', student_answer, correct_answer, reason: answer }
}

const plain = (value: Fraction): string => endingDecimal(value) ?? value.toFraction()

function inWords(solutions: SolutionSet, unknown: string): string {
  if (solutions === 'all') return `${unknown} 可以是任意数`
  if (solutions.size === 0) return '无解'
  const told = [...solutions].map((solution) =>
    solution.replace(/\\frac\{(\d+)\}\{(\d+)\}/g, '$1/$2').replace(/\\sqrt\{(\d+)\}/g, '√$1'),
  )
  return told.map((solution) => `${unknown} = ${solution}`).join(' 或 ')
}
