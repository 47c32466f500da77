import { evaluate } from '../mathematics/arithmetic'
import { type Equation, unknownsOf } from '../mathematics/equation'
import { type Expression, variablesOf } from '../mathematics/expression'
import { expressionLatex } from '../mathematics/expression-latex'
import { factorise, simplify } from '../mathematics/factorise'
import { type Comparison, solveInequality } from '../mathematics/inequality'
import { type Fraction, Unsolved } from '../mathematics/quantity'
import { areSystem, assigned, equationOf, isLongWorking, judgedWorking, lettersOf } from './long-working'
import type { Explained, Problem, Relation, Statement, WorkingLine } from './problems'
import type { Understood } from './question-grammar'
import { substituted } from './substitution'
import { simplifiedRoot } from './topics/roots'
import { judgeWorking, tellsUnknown } from './working'

const explained = (written: string, { title, markdown }: Explained): Problem => ({
  kind: 'explained',
  written,
  title,
  markdown,
})

/** What an operation made of it: a problem, or the reason why it is left. */
function attempted(written: string, work: () => Problem): Problem {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error
    return { kind: 'unsolved', written, reason: error.reason }
  }
}

/** The root's own name (x_1) is the unknown's. */
const unnumbered = (name: string): string => name.replace(/_[12]$/, '')

/** The problems that an understood question makes. */
export function problemsOf(understood: Understood): Problem[] {
  const { statements, explained: topics } = understood
  if (topics.length > 0) {
    const own = topics.map(({ written, problem }) => explained(written, problem))
    return [...own, ...(statements.length === 0 ? [] : problemsOf({ ...understood, explained: [] }))]
  }
  const value = substituted(statements)
  if (value !== undefined) return [attempted(value.written, () => explained(value.written, value.work()))]
  refuseJoinedInequalities(statements)
  return grouped(understood).map((group) => problemOf(group, understood))
}

/** x+1>3 且 x<5: what holds for both at once is asked, which is not learned yet. @throws Unsolved */
function refuseJoinedInequalities(statements: readonly Statement[]): void {
  const inequalities = statements.filter(
    (statement) =>
      statement.relations.some((relation) => relation !== '=') && lettersOf(statement).length > 0,
  )
  const lines = new Set(inequalities.map(({ line }) => line))
  if (lines.size < inequalities.length) throw new Unsolved('unknowns')
}

/** Statements that belong together: the lines of one solution, or the equations of a system. */
function grouped(understood: Understood): Statement[][] {
  const { statements } = understood
  if (isWorking(statements, understood) || isLongWorking(statements)) return [[...statements]]
  const groups: Statement[][] = []
  for (let index = 0; index < statements.length; index++) {
    const [first, second] = [statements[index], statements[index + 1]]
    if (first === undefined) break
    if (second !== undefined && areSystem(first, second)) {
      const claims = statements.slice(index + 2, index + 4)
      const isClaimed = claims.length === 2 && claims.every((claim) => assigned(claim) !== undefined)
      groups.push(isClaimed ? [first, second, ...claims] : [first, second])
      index += isClaimed ? 3 : 1
    } else groups.push([first])
  }
  return groups
}

function workingLines(statements: readonly Statement[]): WorkingLine[] | undefined {
  const lines: WorkingLine[] = []
  for (const statement of statements) {
    const parts = [{ ...statement, or: [] }, ...statement.or].map(equationOf)
    const equations = parts.flatMap((equation) => equation ?? [])
    if (equations.length < parts.length) return undefined
    const numbered = /_[12]$/.test(lettersOf(statement)[0] ?? '')
    const renamed = numbered ? equations.map(withoutNumbers) : equations
    const last = lines[lines.length - 1]
    const isSecondName = numbered && last !== undefined && /_1/.test(last.written) && !/_2/.test(last.written)
    if (
      last !== undefined &&
      (isSecondName || (lines.length > 1 && tellsRoot(last) && tellsRoot({ ...last, equations: renamed })))
    ) {
      last.written += `, ${statement.written}`
      last.equations.push(...renamed)
    } else lines.push({ written: statement.written, equations: renamed })
  }
  return lines
}

/** x = 1 and x = 2 below each other, or with a comma between them, are two roots. */
const tellsRoot = (line: WorkingLine): boolean =>
  tellsUnknown(line) && line.equations.every(({ right }) => variablesOf(right).length === 0)

const withoutNumbers = ({ left, right }: Equation): Equation => ({
  left: left.kind === 'variable' ? { kind: 'variable', name: unnumbered(left.name) } : left,
  right,
})

/** Whether all of it is one solution: it ends in x = …, or says 解, or every line follows from the one before. */
function isWorking(statements: readonly Statement[], { solutionFrom, tasks, judged }: Understood): boolean {
  const [first] = statements
  const names = new Set(statements.flatMap(lettersOf).map(unnumbered))
  const [unknown] = names
  if (first === undefined || unknown === undefined || names.size !== 1) return false
  const lines = workingLines(statements)
  const last = lines?.[lines.length - 1]
  if (lines === undefined || last === undefined || lines.length < 2 || tasks.length > 1) return false
  if (solutionFrom !== undefined || judged) return true
  const [top] = lines
  if (top !== undefined && tellsUnknown(top)) return false
  if (tellsUnknown(last)) return true
  // Equations beside each other on one line are several problems.
  if (new Set(statements.map(({ line }) => line)).size < 2) return false
  try {
    const steps = judgeWorking(lines, unknown)
    if (steps.every(({ follows }) => follows)) return true
    // One line follows and another does not: one solution with a fault, or several problems.
    if (steps.slice(1).some(({ follows }) => follows)) throw new Unsolved('working')
    return false
  } catch (error) {
    if (error instanceof Unsolved && error.reason !== 'working') return false
    throw error
  }
}

function problemOf(group: readonly Statement[], understood: Understood): Problem {
  const written = group
    .map((statement) =>
      [statement, ...statement.or]
        .map((one) => one.written)
        .filter((text) => text !== '')
        .join(' 或 '),
    )
    .join('\n')
  return attempted(written, () => {
    const [first, second] = group
    if (first === undefined) throw new Unsolved('syntax')
    if (second === undefined) return single(first, written, understood)
    const names = [...new Set(group.flatMap(lettersOf).map(unnumbered))].sort()
    const judged = judgedWorking(group, names)
    if (judged !== undefined) return explained(written, judged)
    const lines = names.length === 1 ? workingLines(group) : undefined
    const [u, v] = names
    if (lines !== undefined && u !== undefined) return { kind: 'working', written, unknown: u, lines }
    return systemOf(group, written, u, v)
  })
}

function systemOf(group: readonly Statement[], written: string, u?: string, v?: string): Problem {
  const [first, second, ...claims] = group
  const [upper, lower] = [first, second].map((statement) =>
    statement === undefined ? undefined : equationOf(statement),
  )
  if (upper === undefined || lower === undefined || u === undefined || v === undefined)
    throw new Unsolved('unknowns')
  const problem = {
    kind: 'system' as const,
    written,
    equations: [upper, lower] as const,
    unknowns: [u, v] as const,
  }
  const claimed: Record<string, Fraction> = {}
  for (const claim of claims) {
    const told = assigned(claim)
    if (told !== undefined) claimed[told.name] = evaluate(told.value)
  }
  return claims.length === 0 ? problem : { ...problem, claimed }
}

function single(statement: Statement, written: string, understood: Understood): Problem {
  const { sides, relations, or } = statement
  const [first, ...others] = sides
  const letters = lettersOf(statement)
  const [unknown, ...more] = letters
  if (first === undefined) throw new Unsolved('syntax')
  checkSought(understood.sought, letters)
  if (or.length > 0) throw new Unsolved('words')
  if (unknown === undefined) return withoutLetters(first, others, relations, written, understood)
  if (others.length === 0) return explained(written, algebra(first, understood))
  const equation = equationOf(statement)
  if (others.length > 1) throw new Unsolved('ambiguous')
  if (more.length > 0) return identityOr(first, others[0], written)
  if (equation !== undefined) {
    const mayBeIdentity = !understood.tasks.includes('solve') && understood.sought.length === 0
    const claimsRule = understood.judged || !/^[xyz]$/.test(unknown)
    return {
      kind: 'equation',
      written,
      equation,
      unknown,
      mayBeIdentity,
      claimsRule: mayBeIdentity && claimsRule,
    }
  }
  const [right] = others
  const comparison = relations[0]
  if (right === undefined || comparison === undefined || comparison === '=') throw new Unsolved('syntax')
  return explained(written, {
    title: '一元一次不等式',
    markdown: solveInequality({ left: first, right }, comparison satisfies Comparison, unknown),
  })
}

/** What is asked for by its name must be in what was said. @throws Unsolved */
function checkSought(sought: readonly string[], letters: readonly string[]): void {
  const known = letters.map(unnumbered)
  if (sought.some((name) => !known.includes(name))) throw new Unsolved('words')
}

/** 2a + 3b = 3b + 2a: with several letters only a rule that always holds, or not, can be judged. @throws Unsolved */
function identityOr(left: Expression, right: Expression | undefined, written: string): Problem {
  if (right === undefined) throw new Unsolved('syntax')
  const equation = { left, right }
  const [unknown] = unknownsOf(equation)
  if (unknown === undefined) throw new Unsolved('unknowns')
  return { kind: 'equation', written, equation, unknown, mayBeIdentity: true }
}

function withoutLetters(
  first: Expression,
  others: readonly Expression[],
  relations: readonly Relation[],
  written: string,
  { tasks }: Understood,
): Problem {
  if (tasks.some((task) => task === 'solve' || task === 'factor' || task === 'expand'))
    throw new Unsolved('words')
  const [relation] = relations
  if (relation !== undefined && relation !== '=')
    return explained(written, comparison(first, others, relation))
  if (others.length === 0) {
    const root = simplifiedRoot(first)
    if (root !== undefined) return explained(written, root)
  }
  return { kind: 'arithmetic', written, expression: first, claims: [...others] }
}

/** 3 < 5: whether it is so. @throws Unsolved */
function comparison(left: Expression, others: readonly Expression[], relation: Relation): Explained {
  const [right, ...more] = others
  if (right === undefined || more.length > 0) throw new Unsolved('syntax')
  const order = evaluate(left).compare(evaluate(right))
  const sign = order < 0 ? '<' : order > 0 ? '>' : '='
  const holds = relation === sign || (relation === '≤' && order <= 0) || (relation === '≥' && order >= 0)
  const latex = `${expressionLatex(left, 'decimal')} ${sign} ${expressionLatex(right, 'decimal')}`
  return {
    title: '比较大小',
    markdown: `**答案：**${holds ? '对，' : '不对，应该是 '}$${latex}$${holds ? ' 是正确的' : ''}。`,
  }
}

/** An expression with letters and no sign of equality: what is to be done with it is said by the task. @throws Unsolved */
function algebra(expression: Expression, { tasks, sought }: Understood): Explained {
  if (sought.length > 0 || tasks.includes('solve')) throw new Unsolved('unknowns')
  if (tasks.includes('factor')) return { title: '因式分解', markdown: factorise(expression) }
  return { title: '整式的化简', markdown: simplify(expression) }
}
