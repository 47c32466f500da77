import fc from 'fast-check'
import { create, all as everything } from 'mathjs'
import { answerText } from '../../src/model/local-tutor/answer-text'
import { answersIn } from './answers-in'

/** Another's arithmetic, in exact fractions. */
const oracle = create(everything ?? {}, { number: 'Fraction' })

/** The exact value, in the oracle's own notation; undefined where it divides by zero. */
function exactly(expression: string): string | undefined {
  try {
    return oracle.format(oracle.evaluate(expression), { fraction: 'ratio' })
  } catch {
    return undefined
  }
}

/** A value as both sides of a comparison are written: 1/2, -3, 0.25 are put into one form. */
const same = (told: string, expected: string): boolean => {
  const value = exactly(told.replace(/（.*）/, ''))
  return value !== undefined && value === exactly(expected)
}

/** Many times as many draws by hand: `ORACLE_RUNS=20000 npx jest --selectProjects server --testPathPatterns oracle --testTimeout 3600000`. */
const { ORACLE_RUNS } = process.env

/** Draws, asks, and demands that each answer agrees; what is declined is counted. */
function agreesOrDeclines<Drawn>(
  drawn: fc.Arbitrary<Drawn>,
  ask: (value: Drawn) => { question: string; agrees: (said: string) => boolean } | undefined,
  usualRuns: number,
): void {
  const runs = ORACLE_RUNS === undefined ? usualRuns : Number(ORACLE_RUNS)
  let [asked, declined] = [0, 0]
  fc.assert(
    fc.property(drawn, (value) => {
      const task = ask(value)
      if (task === undefined) return
      const said = answersIn(answerText(task.question, []))
      asked++
      if (said === 'declined') declined++
      else if (!task.agrees(said)) throw new Error(`${task.question}\nsaid: ${said}`)
    }),
    { numRuns: runs },
  )
  expect(asked).toBeGreaterThan(runs / 2)
  expect(declined / asked).toBeLessThanOrEqual(0.02)
}

interface Written {
  /** As a pupil writes it, and as the oracle reads it. */
  school: string
  oracle: string
}

const plainNumber = (text: string): Written => ({ school: text, oracle: text })
const numbers: fc.Arbitrary<Written> = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 99 }).map((value) => plainNumber(`${value}`)) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 9 })).map(([w, t]) => plainNumber(`${w}.${t}`)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2, max: 12 }))
      .map(([top, bottom]) => ({ school: `${top}/${bottom}`, oracle: `(${top}/${bottom})` })),
  },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 1, max: 99 })
      .map((value) => ({ school: `${value}%`, oracle: `(${value}/100)` })),
  },
)
const SIGNS = { '+': '+', '-': '-', '×': '*', '÷': '/' } as const
const WORDS = { 加: '+', 减: '-', 乘: '*', 除以: '/' } as const
type Sign = keyof typeof SIGNS
type Word = keyof typeof WORDS
const signs = fc.constantFrom<Sign>('+', '-', '×', '÷')
const chain = (first: Written, rest: readonly (readonly [Sign, Written])[]): Written =>
  rest.reduce(
    (whole, [sign, next]) => ({
      school: `${whole.school}${sign}${next.school}`,
      oracle: `${whole.oracle}${SIGNS[sign]}${next.oracle}`,
    }),
    first,
  )
const brackets = ({ school, oracle: read }: Written): Written => ({
  school: `(${school})`,
  oracle: `(${read})`,
})
const sums = fc
  .tuple(numbers, fc.array(fc.tuple(signs, numbers), { minLength: 1, maxLength: 3 }))
  .map(([first, rest]) => chain(first, rest))
const expressions = fc
  .tuple(
    fc.oneof(numbers, sums.map(brackets)),
    fc.array(fc.tuple(signs, fc.oneof(numbers, sums.map(brackets))), { minLength: 1, maxLength: 3 }),
  )
  .map(([first, rest]) => chain(first, rest))

test('what an expression is worth', () => {
  agreesOrDeclines(
    fc.tuple(expressions, fc.constantFrom('', '=', '等于几？', '=?')),
    ([{ school, oracle: read }, asks]) => {
      const value = exactly(read)
      // The tutor shows no number of more than 40 digits; these have far less.
      if (value === undefined) return undefined
      return { question: `${school}${asks}`, agrees: (said) => same(said, value) }
    },
    2000,
  )
})

test('whether a result is right', () => {
  agreesOrDeclines(
    fc.tuple(expressions, fc.integer({ min: -3, max: 3 }), fc.constantFrom('', '对吗？', '，我算得对不对')),
    ([{ school, oracle: read }, off, asks]) => {
      const value = exactly(read)
      const written = value === undefined ? undefined : exactly(`${value} + ${off}`)
      if (value === undefined || written === undefined) return undefined
      const agrees = (said: string): boolean =>
        off === 0
          ? said.startsWith('对')
          : said.startsWith('不对，应该是') && same(said.replace('不对，应该是', ''), value)
      return { question: `${school}=${written}${asks}`, agrees }
    },
    1500,
  )
})

test('what is said in words', () => {
  const words = fc.constantFrom<Word>('加', '减', '乘', '除以')
  const NAMES: Record<Word, string> = { 加: '和', 减: '差', 乘: '积', 除以: '商' }
  const numbersInWords = fc.integer({ min: 1, max: 60 })
  agreesOrDeclines(
    fc.tuple(numbersInWords, words, numbersInWords, fc.integer({ min: 2, max: 9 }), fc.nat({ max: 4 })),
    ([first, word, second, third, form]) => {
      const inner = `(${first} ${WORDS[word]} ${second})`
      const forms: readonly (readonly [string, string])[] = [
        [`${first}${word}${second}等于多少`, inner],
        [`${first}与${second}的${NAMES[word]}的${third}倍是多少`, `${inner} * ${third}`],
        [`${first}${word}${second}的${NAMES[word]}除以${third}`, `${inner} / ${third}`],
        [`${first}的${third}/${second}是多少`, `${first} * ${third} / ${second}`],
        [`比${first}的${third}倍多${second}的数是多少`, `${first} * ${third} + ${second}`],
      ]
      const [question, read] = forms[form] ?? ['', '']
      return { question, agrees: (said) => same(said, read) }
    },
    1000,
  )
})

const coefficients = fc.integer({ min: -9, max: 9 })
const term = (value: number, letter: string): string =>
  value === 0
    ? ''
    : `${value < 0 ? '-' : '+'}${Math.abs(value) === 1 && letter !== '' ? '' : Math.abs(value)}${letter}`
const side = (...terms: string[]): string => terms.join('').replace(/^\+/, '') || '0'

test('linear equations, with brackets and fractions', () => {
  agreesOrDeclines(
    fc.tuple(
      coefficients,
      coefficients,
      coefficients,
      coefficients,
      fc.integer({ min: 2, max: 5 }),
      fc.nat({ max: 2 }),
    ),
    ([a, b, c, d, e, form]) => {
      const left = [
        side(term(a, 'x'), term(b, '')),
        `${e}(${side(term(a, 'x'), term(b, ''))})`,
        `(${side(term(a, 'x'), term(b, ''))})/${e}`,
      ][form]
      const right = side(term(c, 'x'), term(d, ''))
      const factor = form === 0 ? '1' : form === 1 ? `${e}` : `(1/${e})`
      const read = (x: string): string => `${factor} * (${a} * (${x}) + ${b}) - (${c} * (${x}) + ${d})`
      if (left === undefined || (a === 0 && c === 0)) return undefined
      const slope = exactly(`${factor} * ${a} - ${c}`)
      const agrees = (said: string): boolean => {
        if (slope !== exactly('0')) return same(exactly(read(said.replace('x=', ''))) ?? '', '0')
        const isAlways = same(exactly(read('0')) ?? '', '0')
        return said.startsWith(isAlways ? '方程有无数个解' : '方程无解')
      }
      return { question: `解方程 ${left}=${right}`, agrees }
    },
    1000,
  )
})

test('quadratic equations with whole roots', () => {
  agreesOrDeclines(
    fc.tuple(fc.integer({ min: 1, max: 4 }), coefficients, coefficients, fc.boolean()),
    ([a, p, q, lost]) => {
      const square = lost ? '2' : '²'
      const left = side(term(a, `x${square}`), term(-a * (p + q), 'x'), term(a * p * q, ''))
      const roots = [...new Set([p, q])].sort((first, second) => second - first)
      const told = roots.length === 1 ? `x_1=x_2=${roots[0]}` : `x_1=${roots[0]}，x_2=${roots[1]}`
      return {
        question: `${left}=0`,
        agrees: (said) => said === told || (said.startsWith('asks:') && said.endsWith(told)),
      }
    },
    600,
  )
})

test('inequalities, and a pupil who forgets to turn the sign', () => {
  const TURNED = { '>': '<', '<': '>', '≥': '≤', '≤': '≥' } as const
  agreesOrDeclines(
    fc.tuple(
      coefficients,
      coefficients,
      coefficients,
      fc.constantFrom<keyof typeof TURNED>('>', '<', '≥', '≤'),
      fc.boolean(),
    ),
    ([a, b, c, sign, isWorked]) => {
      const bound = exactly(`(${c} - (${b})) / (${a})`)
      if (a === 0 || b === 0 || bound === undefined) return undefined
      const turned = a < 0 ? TURNED[sign] : sign
      const written = `${side(term(a, 'x'), term(b, ''))}${sign}${c}`
      const tells = (said: string): boolean => said.startsWith(`x${turned}`) && same(said.slice(2), bound)
      if (!isWorked) return { question: written, agrees: tells }
      const agrees = (said: string): boolean =>
        said.startsWith(a < 0 ? '不对，第2行' : '对，每一步都正确') &&
        tells(said.replace(/^.*(?=x[<>≤≥])/, '').replace('。', ''))
      return { question: `${written}\nx${sign}${bound}`, agrees }
    },
    400,
  )
})

test('systems of two equations', () => {
  agreesOrDeclines(
    fc.tuple(
      coefficients,
      coefficients,
      coefficients,
      coefficients,
      coefficients,
      coefficients,
      fc.constantFrom('，', '\n', '; '),
    ),
    ([a, b, c, d, x, y, mark]) => {
      // Two equations that have no letter in common are two problems.
      const isJoined = (a !== 0 && b !== 0) || (c !== 0 && d !== 0)
      if (a * d - b * c === 0 || !isJoined) return undefined
      const row = (u: number, v: number): string => `${side(term(u, 'x'), term(v, 'y'))}=${u * x + v * y}`
      return {
        question: `${row(a, b)}${mark}${row(c, d)}`,
        agrees: (said) => said === `方程组的解是x=${x},y=${y}`,
      }
    },
    600,
  )
})

test('sheets of sums with right and wrong results', () => {
  const lines = fc.array(fc.tuple(sums, fc.constantFrom(0, 0, 1, -2)), { minLength: 2, maxLength: 6 })
  agreesOrDeclines(
    lines,
    (drawn) => {
      const written = drawn.flatMap(([{ school, oracle: read }, off], index) => {
        const value = exactly(read)
        const claim = value === undefined ? undefined : exactly(`${value} + ${off}`)
        return value === undefined || claim === undefined
          ? []
          : [{ line: `${index + 1}. ${school}=${claim}`, off }]
      })
      if (written.length < 2) return undefined
      const agrees = (said: string): boolean => {
        const verdicts = said.split(' ; ')
        return (
          verdicts.length === written.length &&
          verdicts.every((verdict, index) => verdict.startsWith(written[index]?.off === 0 ? '对' : '不对'))
        )
      }
      return { question: written.map(({ line }) => line).join('\n'), agrees }
    },
    300,
  )
})

test('the lines of a solution: the first that does not follow is found', () => {
  agreesOrDeclines(
    fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 20 }), coefficients, fc.boolean()),
    ([a, b, x, slips]) => {
      const right = a * x + b
      const moved = slips ? right + b : right - b
      const lines = [
        `${a}x+${b}=${right}`,
        `${a}x=${right}${slips ? '+' : '-'}${b}`,
        `${a}x=${moved}`,
        `x=${moved}/${a}`,
      ]
      const agrees = (said: string): boolean =>
        slips
          ? said.startsWith('不对，第2行') && said.includes(`x=${x}。`)
          : said.startsWith('对，每一步都正确')
      const written = lines.join('\n').replace('--', '+')
      return right < 0 || moved < 0 ? undefined : { question: written, agrees }
    },
    400,
  )
})
