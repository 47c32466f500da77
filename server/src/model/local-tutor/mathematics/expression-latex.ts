import type { Expression, Operator } from './expression'
import { isInteger, isNegative, type NumberStyle, numberLatex } from './quantity'

const SIGN: Record<Operator, string> = {
  '+': ' + ',
  '-': ' - ',
  '×': ' \\times ',
  '÷': ' \\div ',
  '/': ' \\div ',
  implied: '',
}

const isNegativeNumber = (node: Expression): boolean => node.kind === 'number' && isNegative(node.value)

/** A sum on the top or bottom of a fraction needs no brackets of its own. */
const unwrapped = (node: Expression): Expression => (node.kind === 'group' ? node.inner : node)

function operand(node: Expression, style: NumberStyle): string {
  const latex = expressionLatex(node, style)
  return isNegativeNumber(node) || node.kind === 'negative' ? `(${latex})` : latex
}

/** Two numbers that an unwritten multiplication sign would run together: 2(3) worked out to 2 and 3. */
function impliedSign(right: Expression): string {
  const first = right.kind === 'power' ? right.base : right
  return first.kind === 'number' ? SIGN['×'] : ''
}

/** An expression in LaTeX, as a textbook prints it; negative operands get the brackets that they need. */
export function expressionLatex(node: Expression, style: NumberStyle): string {
  switch (node.kind) {
    case 'number':
      return node.written ?? numberLatex(node.value, style)
    case 'variable':
      return node.name
    case 'negative':
      return `-${operand(node.operand, style)}`
    case 'group':
      return `(${expressionLatex(node.inner, style)})`
    case 'absolute':
      return `|${expressionLatex(node.inner, style)}|`
    case 'root':
      return `\\sqrt${node.degree === 3 ? '[3]' : ''}{${expressionLatex(unwrapped(node.radicand), style)}}`
    case 'power': {
      const { base } = node
      const plain = base.kind === 'number' && base.written === undefined && !isNegative(base.value)
      const needsBrackets =
        base.kind === 'number' && !(plain && (isInteger(base.value) || style === 'decimal'))
      const latex = expressionLatex(base, style)
      return `${needsBrackets ? `(${latex})` : latex}^{${node.exponent}}`
    }
    case 'operation': {
      const { operator, left, right } = node
      if (operator === '/') {
        return `\\frac{${expressionLatex(unwrapped(left), style)}}{${expressionLatex(unwrapped(right), style)}}`
      }
      const sign = operator === 'implied' ? impliedSign(right) : SIGN[operator]
      return `${expressionLatex(left, style)}${sign}${operand(right, style)}`
    }
  }
}
