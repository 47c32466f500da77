import { explain } from '../explain'
import { evaluate } from '../mathematics/arithmetic'
import { endingDecimal, type Fraction, Unsolved } from '../mathematics/quantity'
import { type SolutionSet, sameSolutions, solutionSet } from '../mathematics/solution-set'
import { normalisePage } from '../question/characters'
import { recognise } from '../question/items'
import type { Problem, WorkingLine } from '../question/problems'
import { tellsUnknown } from '../question/working'
import { type Correction, correctionOf, type Marked, type PageBox } from './correction'

/** A line as it was read from a page, or typed. */
export interface SheetLine {
  text: string
  /** Null where there is no page. */
  box: PageBox | null
  /** A second reading of the line, where it is another one: then the line is not read for certain. */
  other?: string
}

/** A page of a student's own work. `page`: from 1, null where it was typed. */
export interface Sheet {
  page: number | null
  lines: readonly SheetLine[]
}

type Verdict = Pick<Marked, 'verdict' | 'student_answer' | 'correct_answer' | 'reason'>

const UNCLEAR: Verdict = { verdict: 'unclear', student_answer: null, correct_answer: null, reason: null }
const UNREADABLE = '这一页没有能读清楚的算式或方程。'
const MISREAD = '这一行没有读清楚。'
const NO_MEANING = '这个式子没有意义，或者不是我会算的。'

/** Marks sums and equations line by line; a page on which nothing is read has one item, which is unclear. */
export function markSheets(sheets: readonly Sheet[]): Correction {
  return correctionOf(
    sheets.flatMap((sheet) => {
      const marked = markedOf(sheet)
      const empty = { ...UNCLEAR, reason: UNREADABLE, label: undefined, text: '', points: [], box: null }
      return marked.length === 0 ? [{ ...empty, page: sheet.page }] : marked
    }),
  )
}

function markedOf({ page, lines }: Sheet): Marked[] {
  const marked: Marked[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined || !/\d/.test(line.text)) continue
    const next = lines[index + 1]
    const [only, ...more] = problemsIn(line.text)
    const follows = next === undefined || more.length > 0 ? undefined : answerOf(only, next)
    if (follows !== undefined) index++
    for (const problem of [only, ...more]) {
      if (problem === undefined) continue
      const isRead = isCertain(line) && (follows === undefined || next === undefined || isCertain(next))
      const verdict = isRead ? verdictOf(problem, follows) : { ...UNCLEAR, reason: MISREAD }
      marked.push({
        ...verdict,
        page,
        label: problem.label,
        text: problem.written,
        points: [],
        box: line.box,
      })
    }
  }
  return marked
}

/** Whether both readings of a line say the same. */
const isCertain = ({ text, other = text }: SheetLine): boolean =>
  other.replace(/\s/g, '') === text.replace(/\s/g, '')

const problemsIn = (text: string): Problem[] => recognise(normalisePage([text]).lines)

/** The x = … on the line after an equation. */
function answerOf(problem: Problem | undefined, next: SheetLine): WorkingLine | undefined {
  if (problem?.kind !== 'equation' || tellsUnknown({ written: '', equations: [problem.equation] }))
    return undefined
  const [answer, ...more] = problemsIn(next.text)
  if (answer === undefined || more.length > 0 || answer.label !== undefined) return undefined
  if (answer.kind !== 'equation' || answer.unknown !== problem.unknown) return undefined
  const line = { written: answer.written, equations: [answer.equation] }
  return tellsUnknown(line) ? line : undefined
}

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
