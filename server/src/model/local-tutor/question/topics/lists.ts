import { Fraction, greatestCommonDivisor, isInteger, numberLatex, Unsolved } from '../../mathematics/quantity'
import { ASKS, type Known, list, type Topic, withDecimal } from './topic'

/** 3、5、7 的平均数. */
export const mean: Topic = {
  read(cursor, values) {
    cursor.eat(/平均数\s*:?/y)
    const numbers = list(cursor, () => values.tight())
    const said = cursor.eat(/(?:这[几两三四五六七八九十\d]+个数)?的?(?:算术)?平均(?:数|值|分)/y)
    if (numbers === undefined || numbers.length < 2 || !said) return undefined
    cursor.eat(ASKS)
    const sum = numbers.reduce((total, { value }) => total.add(value), new Fraction(0))
    const result = sum.div(numbers.length)
    const added = numbers.map(({ value, latex }) => (value.s < 0n ? `(${latex})` : latex)).join(' + ')
    return {
      title: '平均数',
      markdown: `平均数 $=$ 总和 $\\div$ 个数。一共有 $${numbers.length}$ 个数：\n\n$$(${added}) \\div ${numbers.length} = ${numberLatex(sum, 'decimal')} \\div ${numbers.length} = ${numberLatex(result, 'decimal')}$$\n\n**答案：**${withDecimal(result)}`,
    }
  },
}

const GREATEST_BY = '把每个数都有的质因数相乘，得最大公因数；一个这样的都没有，最大公因数就是 $1$。'
const LEAST_BY = '每个质因数看它在哪个数里出现得最多，就取那么多个，全部相乘，得最小公倍数。'

/** 12 和 18 的最大公因数, 最小公倍数. */
export const commonFactors: Topic = {
  read(cursor, values) {
    const numbers = list(cursor, () => values.tight())
    const kind = cursor.match(/的(最大公[因约]数|最小公倍数)(?:和(最小公倍数|最大公[因约]数))?/y)
    if (numbers === undefined || numbers.length < 2 || kind === undefined) return undefined
    cursor.eat(ASKS)
    if (numbers.some(({ value }) => !isInteger(value) || value.s <= 0n || value.n > 1_000_000n)) {
      throw new Unsolved('too_large')
    }
    const asked = [kind[1], kind[2]].flatMap((name) => (name === undefined ? [] : [name]))
    const found = asked.map(
      (name) => `${name}是 $${name.startsWith('最大') ? greatest(numbers) : least(numbers)}$`,
    )
    const ways = asked.map((name) => (name.startsWith('最大') ? GREATEST_BY : LEAST_BY))
    const factored = numbers.map(({ value }) => `$${value.n} = ${factorsLatex(value.n)}$`).join('，')
    return {
      title: asked.join('和'),
      markdown: `先分解质因数：${factored}。\n\n${ways.join('\n\n')}\n\n**答案：**${found.join('，')}`,
    }
  },
}

const greatest = (numbers: readonly Known[]): bigint =>
  numbers.reduce((common, { value }) => greatestCommonDivisor(common, value.n), 0n)

const least = (numbers: readonly Known[]): bigint =>
  numbers.reduce((common, { value }) => (common * value.n) / greatestCommonDivisor(common, value.n), 1n)

/** The prime factors of a whole number up to a million. */
function factorsLatex(number: bigint): string {
  const factors: bigint[] = []
  let rest = number
  for (let factor = 2n; factor * factor <= rest; factor++) {
    for (; rest % factor === 0n; rest /= factor) factors.push(factor)
  }
  if (rest > 1n || factors.length === 0) factors.push(rest)
  return factors.join(' \\times ')
}
