import { approach } from '../explain-arithmetic'
import { numberStyleOf } from '../mathematics/arithmetic'
import { childrenOf, type Expression, type Operator } from '../mathematics/expression'
import { expressionLatex } from '../mathematics/expression-latex'
import { isInteger } from '../mathematics/quantity'
import type { Hints } from './hint-sentences'

type Step = Exclude<Expression, { kind: 'number' | 'variable' | 'group' | 'negative' }>

/** What is worked out first: brackets before what stands around them, products before sums, from the left. */
function firstStep(node: Expression): Step | undefined {
  const inner = childrenOf(node)
    .map((child) => ({ step: firstStep(child), isBracket: isBracket(child), rank: rankOf(child) }))
    .filter(({ step }) => step !== undefined)
    .sort((a, b) => Number(b.isBracket) - Number(a.isBracket) || b.rank - a.rank)
  const [first] = inner
  if (first !== undefined) return first.step
  const isStep =
    node.kind === 'operation' || node.kind === 'power' || node.kind === 'root' || node.kind === 'absolute'
  return isStep ? node : undefined
}

const isBracket = (node: Expression): boolean =>
  node.kind === 'group' ? node.inner.kind === 'operation' : childrenOf(node).some(isBracket)

const rankOf = (node: Expression): number => {
  if (node.kind === 'power' || node.kind === 'root') return 2
  return node.kind === 'operation' && node.operator !== '+' && node.operator !== '-' ? 1 : 0
}

const isOneStep = (node: Expression): boolean => {
  const step = firstStep(node)
  return step === undefined || step === (node.kind === 'group' ? node.inner : node)
}

type Numbers = 'whole' | 'decimal' | 'fraction'

function numbersIn(node: Expression): Numbers {
  if (numberStyleOf(node) === 'decimal') return 'decimal'
  const broken = (part: Expression): boolean =>
    (part.kind === 'number' && !isInteger(part.value)) || childrenOf(part).some(broken)
  return broken(node) || (node.kind === 'operation' && node.operator === '/') ? 'fraction' : 'whole'
}

type Written = '+' | '-' | '×' | '÷'
const WRITTEN: Record<Operator, Written> = { '+': '+', '-': '-', '×': '×', implied: '×', '÷': '÷', '/': '÷' }

/** How one operation is done. */
const METHODS: Record<Written, Record<Numbers, string>> = {
  '+': {
    whole: '相同数位对齐，从个位加起，哪一位满十就向前一位进一。有负数时，先看符号：同号相加，异号相减。',
    decimal: '小数点对齐，再像整数那样相加，得数的小数点和它们对齐。',
    fraction: '分母不同要先通分，分母相同以后只把分子相加，最后约分。带分数可以把整数部分和分数部分分开加。',
  },
  '-': {
    whole: '相同数位对齐，从个位减起，哪一位不够就从前一位退一当十。减去一个负数等于加上它的相反数。',
    decimal: '小数点对齐，位数不够可以在末尾补零，再像整数那样相减。',
    fraction: '分母不同要先通分，分母相同以后只把分子相减，最后约分。',
  },
  '×': {
    whole: '想乘法口诀。数大的时候，把一个乘数拆成整十的数和剩下的数，分别去乘，再加起来。',
    decimal: '先不看小数点，按整数相乘；再数两个乘数一共有几位小数，从积的右边起点上小数点。',
    fraction: '分子乘分子作分子，分母乘分母作分母。能约分的先约分，带分数先化成假分数。',
  },
  '÷': {
    whole: '想一想除数乘几等于（或者最接近）被除数，从被除数的最高位除起。',
    decimal: '把除数变成整数：除数和被除数的小数点向右移同样多的位数，再相除。',
    fraction: '除以一个数（零除外），等于乘它的倒数。先把除号变成乘号，再把后面的数倒过来。',
  },
}

function methodOf(step: Step): string {
  if (step.kind === 'operation') return METHODS[WRITTEN[step.operator]][numbersIn(step)]
  if (step.kind === 'power') return '乘方就是几个相同的数相乘，指数说的是有几个。'
  if (step.kind === 'root') return '想一想哪个数的平方（或立方）等于根号下面的数。'
  return '绝对值是到零的距离，不会是负数。'
}

const SIGNS = '看清数前面的符号和括号。'

/** The hints of a sum; those that stand in the formula are numbers of the exercise itself. */
export function arithmeticHints(expression: Expression, isClaimed: boolean): Hints {
  const step = firstStep(expression)
  const covered = isClaimed ? '先把写好的得数盖住，自己算一遍再比较。' : ''
  const look = isOneStep(expression)
    ? '看一看：这里用的是哪一种运算，题目里的数是整数、小数还是分数？'
    : '看一看：这里有哪几种运算，有没有括号？想好先算哪一步，再算哪一步。'
  if (step === undefined) return [`${covered}${look}`, SIGNS, '去掉括号以后，看符号变不变。']
  if (isOneStep(expression)) {
    return [`${covered}${look}`, '写成竖式，或者想一想这种运算的规则。', methodOf(step)]
  }
  const latex = expressionLatex(step, numberStyleOf(expression))
  const order = approach(expression)
  return [
    `${covered}${look}`,
    order === '' ? SIGNS : order,
    `关键的一步是先算 $${latex}$。${methodOf(step)}把它的得数写在原来的位置上，剩下的照样一步一步地算。`,
  ]
}
