import type { Fraction } from './quantity'

/** A sign between two terms; `implied`: a product without a sign. */
export type Operator = '+' | '-' | '×' | '÷' | '/' | 'implied'

/** A school expression as it was written; brackets are kept, so that it can be shown again. */
export type Expression =
  /** `written`: its LaTeX where that is not the plain number. `denominator`: the one it was brought to (通分). */
  | { kind: 'number'; value: Fraction; written?: string; denominator?: bigint }
  /** `isPlace`: a place that is left open (□). */
  | { kind: 'variable'; name: string; isPlace?: boolean }
  | { kind: 'negative'; operand: Expression }
  | { kind: 'group'; inner: Expression }
  | { kind: 'absolute'; inner: Expression }
  | { kind: 'root'; degree: 2 | 3; radicand: Expression }
  | { kind: 'operation'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'power'; base: Expression; exponent: number }

/** The letters in an expression, each once, in alphabetical order. */
export function variablesOf(expression: Expression): string[] {
  const names = new Set<string>()
  const visit = (node: Expression): void => {
    if (node.kind === 'variable') names.add(node.name)
    for (const child of childrenOf(node)) visit(child)
  }
  visit(expression)
  return [...names].sort()
}

/** How many places an expression leaves open. */
export function placesIn(expression: Expression): number {
  const own = expression.kind === 'variable' && expression.isPlace === true ? 1 : 0
  return childrenOf(expression).reduce((sum, child) => sum + placesIn(child), own)
}

/** The expressions directly inside another. */
export function childrenOf(node: Expression): Expression[] {
  switch (node.kind) {
    case 'operation':
      return [node.left, node.right]
    case 'group':
    case 'absolute':
      return [node.inner]
    case 'negative':
      return [node.operand]
    case 'power':
      return [node.base]
    case 'root':
      return [node.radicand]
    case 'number':
    case 'variable':
      return []
  }
}

/** An expression as one operand of another: what is made of several parts gets brackets. */
export function grouped(node: Expression): Expression {
  const isPart = node.kind === 'operation' || node.kind === 'negative'
  return isPart ? { kind: 'group', inner: node } : node
}
