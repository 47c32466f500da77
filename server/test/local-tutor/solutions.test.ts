import fc from 'fast-check'
import { evaluate, solveArithmetic } from '../../src/model/local-tutor/mathematics/arithmetic'
import type { Equation } from '../../src/model/local-tutor/mathematics/equation'
import { solveLinear } from '../../src/model/local-tutor/mathematics/linear'
import { solveQuadratic } from '../../src/model/local-tutor/mathematics/quadratic'
import { Fraction, Unsolved } from '../../src/model/local-tutor/mathematics/quantity'
import { simplifyRoot } from '../../src/model/local-tutor/mathematics/radical'
import { solveSystem } from '../../src/model/local-tutor/mathematics/system'
import { normaliseTyped } from '../../src/model/local-tutor/question/characters'
import { parseExpression } from '../../src/model/local-tutor/question/parse-expression'

const small = fc.integer({ min: -20, max: 20 })
const nonZero = small.filter((value) => value !== 0)
const equation = (left: string, right: string): Equation => ({
  left: parseExpression(left),
  right: parseExpression(right),
})

/** Sums as a student might write them. */
const sums: fc.Arbitrary<string> = fc.letrec((tie) => ({
  sum: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.nat({ max: 99 }).map(String),
    fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 9 })).map(([whole, tenths]) => `${whole}.${tenths}`),
    fc
      .tuple(tie('sum'), fc.constantFrom('+', '-', '×', '÷'), tie('sum'))
      .map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
  ),
})).sum as fc.Arbitrary<string>

describe('arithmetic', () => {
  test('every line of a worked sum has the value of the first', () => {
    fc.assert(
      fc.property(sums, (written) => {
        const exact = exactValue(written)
        if (exact === undefined) return
        const { result, lines } = solveArithmetic(parseExpression(written))
        expect(result.equals(exact)).toBe(true)
        expect(lines.length).toBeGreaterThan(0)
        for (const line of lines.filter((latex) => !/\d{13}/.test(latex))) {
          const [read = ''] = normaliseTyped(line).lines
          expect(evaluate(parseExpression(read)).equals(exact)).toBe(true)
        }
      }),
    )
  })

  test.each([
    ['(3+5)×6-18÷3', '42', ['8 \\times 6 - 6', '48 - 6', '42']],
    ['1/2+1/3', '5/6', ['\\frac{3}{6} + \\frac{2}{6}', '\\frac{5}{6}']],
    ['2×(1/2)^2', '1/2', ['2 \\times \\frac{1}{4}', '\\frac{1}{2}']],
    ['√144-|-5|', '7', ['12 - 5', '7']],
    ['0.1+0.2', '3/10', ['0.3']],
    ['2^3-3^2', '-1', ['8 - 9', '-1']],
    ['50%×8', '4', ['4']],
    ['-3-(-5)', '2', ['2']],
    ['7-10÷4', '9/2', ['7 - \\frac{5}{2}', '\\frac{9}{2}']],
    ['3÷1/2', '6', ['6']],
  ])('%s is worked out line by line', (written, result, lines) => {
    const solution = solveArithmetic(parseExpression(written))
    expect(solution.result.toFraction()).toBe(result)
    expect(solution.lines.slice(1)).toEqual(lines)
  })

  test.each([
    ['1÷0', 'division_by_zero'],
    ['5/0', 'division_by_zero'],
    ['1÷(2-2)', 'division_by_zero'],
    ['0^-1', 'division_by_zero'],
    ['9^9^9^9', 'too_large'],
    ['9^99', 'too_large'],
    ['(99999999^9)×(99999999^9)', 'too_large'],
    ['9999999999999+1', 'too_large'],
    [`${'('.repeat(90)}1${')'.repeat(90)}`, 'too_large'],
    [`${'-'.repeat(150)}1`, 'syntax'],
    ['3++5', 'syntax'],
    ['1+1'.repeat(500), 'too_large'],
    ['(3+5', 'brackets'],
    ['3+5)', 'brackets'],
    ['1÷2(3)', 'ambiguous'],
    ['3+', 'syntax'],
    ['process.exit()', 'syntax'],
    ['constructor', 'syntax'],
  ])('%s is refused as %s, at once', (written, reason) => {
    const begin = performance.now()
    expect(() => evaluate(parseExpression(written))).toThrow(new Unsolved(reason as Unsolved['reason']))
    expect(performance.now() - begin).toBeLessThan(5000)
  })

  test('whatever is typed is read, refused with a reason, and never hangs', () => {
    const characters = fc.constantFrom(...'0123456789.+-×÷/^()%xy ')
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 60 }), (typed) => {
        try {
          evaluate(parseExpression(typed.join('')), { x: new Fraction(2), y: new Fraction(3) })
        } catch (error) {
          expect(error).toBeInstanceOf(Unsolved)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('linear equations', () => {
  test('the solution satisfies the equation', () => {
    fc.assert(
      fc.property(small, small, small, small, nonZero, (a, b, c, d, e) => {
        const given = equation(`(${a}x + ${b})/${Math.abs(e)} - ${c < 0 ? `(${c})` : c}`, `${d}x ÷ 3 + ${e}`)
        const { outcome, value, markdown } = solveLinear(given, 'x')
        if (outcome === 'unique' && value !== undefined) {
          expect(evaluate(given.left, { x: value }).equals(evaluate(given.right, { x: value }))).toBe(true)
          expect(markdown).toContain('检验')
        } else {
          const [left, right] = [0, 1].map((x) =>
            evaluate(given.left, { x: new Fraction(x) }).sub(evaluate(given.right, { x: new Fraction(x) })),
          )
          expect(left?.equals(right ?? Number.NaN)).toBe(true)
          expect(left?.equals(0)).toBe(outcome === 'all')
        }
      }),
    )
  })

  test('the steps are those that are taught, in their order', () => {
    const { markdown } = solveLinear(equation('5(x-2)/3+1', '3x+8'), 'x')
    const steps = ['去括号', '去分母', '移项', '合并同类项', '系数化为 1', '检验', '答案']
    const places = steps.map((step) => markdown.indexOf(step))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(solveLinear(equation('3x+7', '22'), 'x').markdown).toContain('$$3x = 22 - 7$$')
  })

  test('brackets are taken away only where there are some', () => {
    expect(solveLinear(equation('2+3x', '8-x+1'), 'x').markdown).not.toContain('去括号')
    expect(solveLinear(equation('8×18', '12x'), 'x').markdown).toContain('整理两边')
    expect(solveLinear(equation('2(x+1)', '8'), 'x').markdown).toContain('去括号、整理两边')
  })

  test('decimals are answered in decimals', () => {
    expect(solveLinear(equation('0.5x+1.2', '3.7'), 'x').markdown).toContain('$$0.5x = 2.5$$')
  })

  test('an equation that is always or never true says so', () => {
    expect(solveLinear(equation('2(x+1)', '2x+2'), 'x').markdown).toContain('无数个解')
    expect(solveLinear(equation('2(x+1)', '2x+3'), 'x').markdown).toContain('方程无解')
  })
})

describe('quadratic equations', () => {
  test('the roots satisfy the equation exactly', () => {
    fc.assert(
      fc.property(nonZero, small, small, (a, b, c) => {
        const { discriminant, roots, markdown } = solveQuadratic(
          equation(`${a}x^2+${b}x+${c}`.replace('+-', '-').replace('+-', '-'), '0'),
          'x',
        )
        if (discriminant.s < 0n && discriminant.n !== 0n) {
          expect(b * b - 4 * a * c).toBeLessThan(0)
          expect(roots).toBeUndefined()
          expect(markdown).toContain('没有实数根')
          return
        }
        if (roots === undefined) throw new Error('a root is missing')
        const { centre, spread, inside } = roots
        // (p ± q√m): a(p² + q²m) + bp + c and q(2ap + b) are both zero.
        const even = centre.mul(centre).add(spread.mul(spread).mul(new Fraction(inside)))
        expect(even.mul(a).add(centre.mul(b)).add(c).equals(0)).toBe(true)
        expect(spread.mul(centre.mul(2 * a).add(b)).equals(0)).toBe(true)
      }),
    )
  })

  test.each([
    ['x^2-5x+6', '0', '$x_1 = 3$，$x_2 = 2$'],
    ['x^2-2x', '1', '$x_1 = 1 + \\sqrt{2}$，$x_2 = 1 - \\sqrt{2}$'],
    ['2x^2', '8x', '$x_1 = 4$，$x_2 = 0$'],
    ['2x^2-3x-1', '0', '$x_1 = \\frac{3 + \\sqrt{17}}{4}$，$x_2 = \\frac{3 - \\sqrt{17}}{4}$'],
    ['x^2', '12', '$x_1 = 2\\sqrt{3}$，$x_2 = -2\\sqrt{3}$'],
    ['4x^2', '3', '$x_1 = \\frac{\\sqrt{3}}{2}$，$x_2 = -\\frac{\\sqrt{3}}{2}$'],
    ['(x-3)^2', '0', '$x_1 = x_2 = 3$'],
    ['x(x+1)', '-1', '没有实数根'],
  ])('%s = %s gives %s', (left, right, answer) => {
    expect(solveQuadratic(equation(left, right), 'x').markdown).toContain(answer)
  })

  test('a simplified radical is the same number, with no square inside', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), (square) => {
        const { outside, inside } = simplifyRoot(BigInt(square))
        expect(outside * outside * inside).toBe(BigInt(square))
        for (let factor = 2n; factor * factor <= inside && factor < 40n; factor++) {
          expect(inside % (factor * factor) === 0n && inside !== 0n).toBe(false)
        }
      }),
    )
  })
})

describe('systems of two linear equations', () => {
  const side = (a: number, b: number): string => `${a}x ${b < 0 ? '-' : '+'} ${Math.abs(b)}y`

  test('the solution satisfies both equations, and what has none or many is told apart', () => {
    const coefficient = fc.integer({ min: -4, max: 4 })
    const row = fc.tuple(coefficient, coefficient, small).filter(([a, b]) => a !== 0 || b !== 0)
    fc.assert(
      fc.property(row, row, ([a, b, c], [d, e, f]) => {
        const given = [equation(side(a, b), `${c}`), equation(side(d, e), `${f}`)] as const
        const { outcome, values } = solveSystem(given, ['x', 'y'])
        const determinant = a * e - b * d
        expect(outcome === 'unique').toBe(determinant !== 0)
        if (outcome !== 'unique' || values === undefined) {
          expect(outcome).toBe(a * f - d * c === 0 && b * f - e * c === 0 ? 'all' : 'none')
          return
        }
        for (const { left, right } of given)
          expect(evaluate(left, values).equals(evaluate(right, values))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('the elimination is written down', () => {
    const { markdown } = solveSystem([equation('3x+2y', '16'), equation('5x-y', '5')], ['x', 'y'])
    expect(markdown).toContain('$\\text{①} + \\text{②} \\times 2$')
    expect(markdown).toContain('$$13x = 26$$')
    expect(markdown).toContain('\\begin{cases} x = 2 \\\\ y = 5 \\end{cases}')
  })
})

/** The value, or undefined where a sum divides by zero or grows past what is shown. */
function exactValue(written: string): Fraction | undefined {
  try {
    return evaluate(parseExpression(written))
  } catch (error) {
    if (error instanceof Unsolved) return undefined
    throw error
  }
}
