import { collect, difference, type Equation } from './equation'
import { coefficient, degree } from './polynomial'
import { Fraction, isZero, numberLatex, Unsolved } from './quantity'
import { simplifyRoot } from './radical'

/** All real solutions of what was said about one unknown; `all`: every number. Each solution is in LaTeX, once. */
export type SolutionSet = 'all' | ReadonlySet<string>

/** The solutions of one equation up to the second degree. @throws Unsolved */
function solutionsOf(equation: Equation, unknown: string): SolutionSet {
  const zero = difference(collect(equation))
  if (degree(zero) > 2) throw new Unsolved('degree')
  const [a, b, c] = [coefficient(zero, unknown + unknown), coefficient(zero, unknown), coefficient(zero, '')]
  if (isZero(a)) {
    if (isZero(b)) return isZero(c) ? 'all' : new Set()
    return new Set([numberLatex(c.neg().div(b))])
  }
  const discriminant = b.mul(b).sub(a.mul(c).mul(4))
  if (discriminant.s < 0n && !isZero(discriminant)) return new Set()
  // √(p/q) is √(pq)/q.
  const root = simplifyRoot(discriminant.n * discriminant.d)
  const spread = new Fraction(root.outside, discriminant.d).div(a.mul(2)).abs()
  const centre = b.neg().div(a.mul(2))
  if (root.inside === 1n) return new Set([numberLatex(centre.add(spread)), numberLatex(centre.sub(spread))])
  const radical = `${spread.equals(1) ? '' : numberLatex(spread)}\\sqrt{${root.inside}}`
  const start = isZero(centre) ? '' : `${numberLatex(centre)} `
  return new Set([
    `${start}${start === '' ? '' : '+ '}${radical}`,
    `${start}-${start === '' ? '' : ' '}${radical}`,
  ])
}

/** The solutions of equations of which one holds (x = 2 或 x = 3). @throws Unsolved */
export function solutionSet(equations: readonly Equation[], unknown: string): SolutionSet {
  const all = new Set<string>()
  for (const equation of equations) {
    const own = solutionsOf(equation, unknown)
    if (own === 'all') return 'all'
    for (const solution of own) all.add(solution)
  }
  return all
}

/** Whether the same numbers solve both. */
export function sameSolutions(first: SolutionSet, second: SolutionSet): boolean {
  if (first === 'all' || second === 'all') return first === second
  return first.size === second.size && [...first].every((solution) => second.has(solution))
}

/** The solutions in words. */
export function solutionsInWords(solutions: SolutionSet, unknown: string): string {
  if (solutions === 'all') return `$${unknown}$ 可以取任意数`
  if (solutions.size === 0) return '无解'
  return [...solutions].map((solution) => `$${unknown} = ${solution}$`).join(' 或 ')
}
