import { type Expression, grouped, type Operator } from '../mathematics/expression'

const OPERATORS: Record<string, Operator> = {
  '+': '+',
  加: '+',
  加上: '+',
  '-': '-',
  减: '-',
  减去: '-',
  '×': '×',
  乘: '×',
  乘以: '×',
  '÷': '÷',
  除以: '÷',
  '/': '/',
}

/** What the result of each operation is called. */
export const RESULT_NAMES: Record<string, Operator> = { 和: '+', 差: '-', 积: '×', 商: '÷' }

/** How two values are joined. */
export interface Link {
  operator: Operator
  /** Written as a word, so that 的 after its right side binds closer, as it is spoken. */
  spoken: boolean
  /** 2 除 10 is 10 ÷ 2. */
  turned: boolean
}

/** The link that a sign or a word makes. */
export const linkOf = (sign: string): Link => ({
  operator: OPERATORS[sign] ?? '÷',
  spoken: /[\u4e00-\u9fff]/.test(sign),
  turned: sign === '除',
})

/** Two values with a link between them. */
export const joined = ({ operator, turned }: Link, left: Expression, right: Expression): Expression =>
  turned
    ? { kind: 'operation', operator, left: grouped(right), right: grouped(left) }
    : { kind: 'operation', operator, left, right }

/** One value times another. */
export const product = (left: Expression, right: Expression): Expression => ({
  kind: 'operation',
  operator: '×',
  left: grouped(left),
  right: grouped(right),
})
