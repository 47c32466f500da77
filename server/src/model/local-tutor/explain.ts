import { arithmeticMarkdown } from './explain-arithmetic'
import { evaluate } from './mathematics/arithmetic'
import { collect, difference, type Equation, styleOf } from './mathematics/equation'
import { type Expression, placesIn, variablesOf } from './mathematics/expression'
import { expressionLatex } from './mathematics/expression-latex'
import { solveLinear } from './mathematics/linear'
import { coefficient, degree, type Polynomial, polynomialLatex } from './mathematics/polynomial'
import { solveQuadratic } from './mathematics/quadratic'
import { divide, isZero, numberLatex, Unsolved, type UnsolvedReason } from './mathematics/quantity'
import { solutionSet, solutionsInWords } from './mathematics/solution-set'
import { solveSystem } from './mathematics/system'
import type { Problem } from './question/problems'
import { judgeWorking } from './question/working'
import { quote } from './quote'

/** A problem worked out, or the reason why it was left. */
export interface Explanation {
  /** What kind of problem it is, in a teacher's words. */
  kind: string
  markdown: string
  solved: boolean
}

/** What a student reads where a problem is left. */
const REASONS: Record<UnsolvedReason, string> = {
  syntax: '这个式子我没有读懂，可能有符号写错或者认错了。请检查一下，把题目打字发给我，或者拍清楚一点。',
  brackets: '我读到的括号不配对，硬算可能会算错。请把括号补完整，或者拍清楚一点，再发给我。',
  too_large: '这里的数或者指数太大，超出了我能一步一步写清楚的范围。',
  ambiguous: '这样写可以有不止一种读法。请加上括号，写明白先算哪一部分。',
  division_by_zero:
    '这里出现了除以 $0$。任何数乘 $0$ 都得 $0$，找不到一个商，所以除数不能为 $0$，这个式子没有意义。',
  variable_in_denominator: '未知数在分母里（分式方程），我还不会解这一类。',
  degree: '未知数的次数超过了二次，或者不是我会的那一类式子，我还不会做。',
  unknowns: '未知数的个数和方程的个数对不上，条件不够，或者超出了我会的范围。',
  negative_root: '负数在实数范围内没有平方根，所以这个式子没有意义。',
  irrational: '这里的根号开不尽，或者结果写不成有限的小数，我还不会算这一类。',
  endless: '这个数化成小数是除不尽的，写不成有限小数。',
  simple_already: '这个式子已经是最简的了，没有可以合并的同类项。如果要解方程或求值，请把题目写完整。',
  units: '这两个单位量的不是同一种东西，不能互相换算。',
  figure: '图形的条件不全，或者单位不一样，我不能确定。请把需要的边长都写上，并用同一个单位。',
  working:
    '我看不出这几行是同一道题的解题步骤，还是几道不同的题：有的行和上一行的解一样，有的不一样。如果是解题步骤，请在第一步前面写上“解：”；如果是几道题，请标上题号。',
  words:
    '这里面有我没有学会的说法。我不想乱猜，所以没有作答。如果是数学应用题，可以先把算式或方程列出来发给我，我一步一步算给你看。',
}

/** Said of a formula that is written as nobody taught it to read. */
const OTHER_FORM =
  '这个式子里有我没有读懂的写法。我不想乱猜，所以没有作答。带分数请写成 1又1/2，乘号写成 ×，平方写成 ^2，再发给我。'

/** Said of what is no mathematics: what can be asked instead. */
export const NO_MATHEMATICS =
  '这里面没有我会的算式或方程。我不想乱猜，所以没有作答。你可以发给我算式、方程或单位换算，比如：3/4 + 2/3 等于多少。'

/** Works a problem out in Markdown with LaTeX. */
export function explain(problem: Problem): Explanation {
  try {
    return explained(problem)
  } catch (error) {
    if (!(error instanceof Unsolved)) throw error
    return unsolved(error.reason)
  }
}

/** A number, a root or a sign: letters alone may be a word, and a word of courtesy is nothing that was understood. */
const SAYS_SOMETHING = /[0-9√π+×÷=]/

function unsolved(reason: UnsolvedReason, understood = '', left = ''): Explanation {
  const parts =
    left !== '' && SAYS_SOMETHING.test(understood)
      ? `\n\n其中“${quote.inline(understood)}”我读懂了，从“${quote.inline(left)}”起没有读懂。`
      : ''
  return { kind: '没有作答', markdown: `${REASONS[reason]}${parts}`, solved: false }
}

function leftOf({ reason, written, understood, left }: Extract<Problem, { kind: 'unsolved' }>): Explanation {
  const isFormula = !/[\p{Script=Han}a-z]{2}/iu.test(written)
  if (reason !== 'words' || (SAYS_SOMETHING.test(written) && !isFormula))
    return unsolved(reason, understood, left)
  const markdown = SAYS_SOMETHING.test(written) ? OTHER_FORM : NO_MATHEMATICS
  return { kind: '没有作答', markdown, solved: false }
}

function explained(problem: Problem): Explanation {
  switch (problem.kind) {
    case 'unsolved':
      return leftOf(problem)
    case 'explained':
      return { kind: problem.title, markdown: problem.markdown, solved: true }
    case 'arithmetic':
      return { kind: '计算题', markdown: arithmeticMarkdown(problem), solved: true }
    case 'equation':
      return equationExplanation(problem)
    case 'system':
      return systemExplanation(problem)
    case 'working':
      return workingExplanation(problem)
    case 'doubtful':
      return doubtfulExplanation(problem.readings)
  }
}

function equationExplanation({
  equation,
  unknown,
  mayBeIdentity,
  claimsRule = false,
}: Extract<Problem, { kind: 'equation' }>): Explanation {
  const divisor = soughtDivisor(equation)
  if (placesIn(equation.left) + placesIn(equation.right) > 0) {
    const { kind, markdown, solved } = divisor ?? solvedEquation(equation, unknown)
    return { kind, markdown: `把要填的数记作 $${unknown}$。\n\n${markdown}`, solved }
  }
  if (divisor !== undefined) return divisor
  if (mayBeIdentity) {
    const judged = identity(equation, claimsRule)
    if (judged !== undefined) return judged
  }
  return solvedEquation(equation, unknown)
}

function solvedEquation(equation: Equation, unknown: string): Explanation {
  const zero = difference(collect(equation))
  const letters = new Set([...zero.keys()].join(''))
  if (letters.size > 1) throw new Unsolved('unknowns')
  const highest = degree(zero)
  if (highest > 2) throw new Unsolved('degree')
  if (highest === 2) {
    return { kind: '一元二次方程', markdown: solveQuadratic(equation, unknown).markdown, solved: true }
  }
  return { kind: '一元一次方程', markdown: solveLinear(equation, unknown).markdown, solved: true }
}

/** 3m+2m=5m is a rule, right or wrong, and no equation; undefined where it can only be an equation. */
function identity({ left, right }: Equation, claimsRule: boolean): Explanation | undefined {
  const [first, second] = [collect({ left, right }).left, collect({ left, right }).right]
  const zero = difference({ left: first, right: second })
  const kind = '判断'
  const sum = polynomialLatex(first, 'fraction')
  const hasLetters = degree(first) > 0
  if (zero.size === 0 && hasLetters) {
    return {
      kind,
      markdown: `左边化简后是 $${sum}$，和右边一样，不论字母取什么数都成立。\n\n**答案：**对，这个等式总是成立。`,
      solved: true,
    }
  }
  const monomials = (terms: typeof first): string => [...terms.keys()].sort().join()
  const isSame = monomials(first) === monomials(second) && isZero(coefficient(first, ''))
  const isTerm = claimsRule && second.size === 1 && degree(second) > 0 && isWorkedOut(left, first)
  const isRule = hasLetters && (isSame || isTerm)
  const isWorked = left.kind === 'operation' && first.size === 1
  if (!isRule || !isWorked) return undefined
  return {
    kind,
    markdown: `如果这是在化简左边：左边等于 $${sum}$。如果这是方程：只有 $${polynomialLatex(zero, 'fraction')} = 0$ 时它才成立。\n\n**答案：**作为化简不对，左边应该等于 $${sum}$`,
    solved: true,
  }
}

/** Whether a side is more than the one term that it comes to: 3a+2a, a×a. */
const isWorkedOut = (side: Expression, collected: Polynomial): boolean =>
  expressionLatex(side, 'fraction').replace(/\s/g, '') !==
  polynomialLatex(collected, 'fraction').replace(/\s/g, '')

/** 72÷□=9: the divisor is what the dividend is divided by; undefined where it is no such equation. @throws Unsolved */
function soughtDivisor({ left, right }: Equation): Explanation | undefined {
  if (left.kind !== 'operation' || (left.operator !== '÷' && left.operator !== '/')) return undefined
  if (left.right.kind !== 'variable' || variablesOf(left.left).length + variablesOf(right).length > 0)
    return undefined
  const [dividend, quotient] = [evaluate(left.left), evaluate(right)]
  if (isZero(dividend) || isZero(quotient)) return undefined
  const { name } = left.right
  const written = `${expressionLatex(left, styleOf({ left, right }))} = ${numberLatex(quotient)}`
  const line = `${name} = ${numberLatex(dividend)} \\div ${numberLatex(quotient)} = ${numberLatex(divide(dividend, quotient))}`
  return {
    kind: '求除数',
    markdown: `$$${written}$$\n\n除数 $=$ 被除数 $\\div$ 商：\n\n$$${line}$$\n\n**答案：**$${name} = ${numberLatex(divide(dividend, quotient))}$`,
    solved: true,
  }
}

function systemExplanation({
  equations,
  unknowns,
  claimed,
}: Extract<Problem, { kind: 'system' }>): Explanation {
  const { markdown, values } = solveSystem(equations, unknowns)
  const kind = '二元一次方程组'
  if (claimed === undefined) return { kind, markdown, solved: true }
  const holds =
    values !== undefined &&
    unknowns.every((name) => claimed[name]?.equals(values[name] ?? Number.NaN) === true)
  const verdict = holds
    ? '**判断：**对，写的解是正确的。'
    : '**判断：**不对，写的解不能使两个方程都成立，正确的解见下面。'
  return { kind, markdown: `${verdict}\n\n${markdown}`, solved: true }
}

/** Each line beside the one before it, then the way that leads to the solution. */
function workingExplanation({ lines, unknown }: Extract<Problem, { kind: 'working' }>): Explanation {
  const judged = judgeWorking(lines, unknown)
  const rows = judged.map(({ line, solutions, follows }, index) => {
    const written = `\`${line.written.replace(/`/g, '')}\``
    if (index === 0) return `- 第 1 行 ${written}：题目`
    if (follows) return `- 第 ${index + 1} 行 ${written}：和上一行一致`
    const before = judged[index - 1]?.solutions ?? solutions
    return `- 第 ${index + 1} 行 ${written}：不对，由上一行得 ${solutionsInWords(before, unknown)}，由这一行得 ${solutionsInWords(solutions, unknown)}`
  })
  const wrong = judged.findIndex(({ follows }) => !follows)
  const [problem] = lines
  const [equation] = problem?.equations ?? []
  const correct = solutionsInWords(solutionSet(problem?.equations ?? [], unknown), unknown)
  const intro = '我把这几行当作一道题的解题步骤，每一步都和它的上一步比较：'
  const parts = [intro, rows.join('\n')]
  if (wrong < 0 || equation === undefined) {
    parts.push(`**答案：**对，每一步都正确，${correct}。`)
  } else {
    const own = equationExplanation({
      kind: 'equation',
      written: '',
      equation,
      unknown,
      mayBeIdentity: false,
    })
    parts.push('正确的做法是：', own.markdown.replace('**答案：**', '**结果：**'))
    parts.push(`**答案：**不对，第 ${wrong + 1} 行出了错。正确的结果是 ${correct}。`)
  }
  return { kind: '检查解题步骤', markdown: parts.join('\n\n'), solved: true }
}

const linesOf = (markdown: string): string[] =>
  markdown
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function doubtfulExplanation(readings: readonly Problem[]): Explanation {
  const [first, ...others] = readings
  const shown = [first, ...others].flatMap((reading) => {
    if (reading === undefined) return []
    const { kind, markdown } = explain(reading)
    const answer = /\*\*答案：\*\*([\s\S]*)$/.exec(markdown)?.[1] ?? markdown
    const taken = reading.guesses?.[0]?.to ?? reading.written
    return [`- 如果是 “${quote.inline(taken)}”（${kind}）：${linesOf(answer).join(' ')}`]
  })
  return {
    kind: '有两种读法',
    markdown: `这样写有不止一种读法，我不能替你决定是哪一种：\n\n${shown.join('\n')}\n\n请告诉我是哪一种：乘号请写成 ×，平方请写成 ^2。`,
    solved: true,
  }
}
