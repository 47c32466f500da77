import { explain } from '../explain'
import { normaliseTyped } from '../question/characters'
import { recognise } from '../question/items'
import type { Problem } from '../question/problems'
import { drawn, goesTogetherLike } from './draw'
import { numbersIn, resultOf } from './hints'

/** A new exercise, with its solution in Markdown. */
export interface Similar {
  text: string
  solution: string
}

/** Draws before it is given up: square numbers below the next hundred are one in ten. */
const MOST_DRAWS = 1500

/**
 * A new exercise of the same kind, as easy to finish as the given one: the same words, other numbers. The same text gives
 * the same exercise. Undefined where the text is not one exercise that the tutor can solve.
 */
export function similarTo(text: string): Similar | undefined {
  const [given, ...more] = exercises(text)
  if (given === undefined || more.length > 0) return undefined
  const asked = questionOf(given, text)
  const [question] = exercises(asked)
  const shape = question && shapeOf(question)
  if (shape === undefined) return undefined
  const draw = drawn(asked)
  for (let count = 0; count < MOST_DRAWS; count++) {
    const other = draw()
    if (other === asked || !goesTogetherLike(other, asked)) continue
    const [problem, ...others] = exercises(other)
    if (problem === undefined || others.length > 0 || shapeOf(problem) !== shape) continue
    return { text: other, solution: explain(problem).markdown }
  }
  return undefined
}

const exercises = (text: string): Problem[] => recognise(normaliseTyped(text).lines, { blanks: true })

/** The exercise without its number, and without the result that a student wrote beside it. */
function questionOf(problem: Problem, text: string): string {
  const written =
    problem.kind === 'arithmetic' && problem.claims.length > 0 ? problem.written.split('=')[0] : undefined
  if (written !== undefined) return `${written.trim()} =`
  const divided = /^([^=]*÷[^=]*)=\s*\d+\s*(?:…|余)\s*\d+\s*$/.exec(problem.written)?.[1]
  if (divided !== undefined) return `${divided.trim()} 的商和余数各是多少`
  if (problem.kind === 'working') return problem.lines[0]?.written ?? text
  if (problem.kind === 'explained' || problem.kind === 'system') return withoutLabel(text)
  return problem.written
}

const withoutLabel = (text: string): string =>
  text.replace(/^\s*(?:第\s*)?[(（]?\d{1,2}[)）]?\s*(?:[、.．]|题)\s*(?=\D|\d)/, '').trim()

/**
 * What has to be alike: the kind, and how the result looks. A whole number stays a whole number, a root a root; undefined
 * where there is no solution.
 */
function shapeOf(problem: Problem): string | undefined {
  if (problem.kind === 'doubtful' || problem.kind === 'unsolved') return undefined
  const { kind, markdown, solved } = explain(problem)
  if (!solved) return undefined
  const result = resultOf(markdown)
  const marks = ['frac', 'sqrt', '.', '-', '≈', '无', '不', '任意', 'x_2'].filter((mark) =>
    result.includes(mark),
  )
  return [kind, numbersIn(result).length === 0 ? 'words' : 'numbers', ...marks].join(' ')
}
