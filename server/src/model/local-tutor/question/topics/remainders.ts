import { isInteger, isNegative, numberLatex, Unsolved } from '../../mathematics/quantity'
import { isPlainNumber } from '../expression-grammar'
import type { Topic } from './topic'

/** 7÷2=3…1; 7÷2 商几余几. */
export const remainders: Topic = {
  read(cursor, values) {
    const [dividend, divisor] = [values.tight(), cursor.eat(/÷|除以/y) ? values.tight() : undefined]
    if (dividend === undefined || divisor === undefined) return undefined
    if (!isPlainNumber(dividend) || !isPlainNumber(divisor)) return undefined
    const claim = cursor.match(/=\s*(\d{1,12})\s*(?:…|余)\s*(\d{1,12})(?![\d.])/y)
    const asks =
      claim === undefined &&
      (cursor.eat(/(?:(?:的?商是?|等于|=|得)(?:几|多少)[,，]?)?\s*(?:余数?是?(?:几|多少))/y) ||
        cursor.eat(/的商和余数(?:各?(?:是|为)(?:几|多少))?/y) ||
        cursor.eat(/=\s*(?:几|\?|\(\s*\)|□|_+)?\s*(?:…|余)\s*(?:几|\?|\(\s*\)|□|_+)/y))
    if (claim === undefined && !asks) return undefined
    const [whole, part] = [dividend.value, divisor.value]
    if (!isInteger(whole) || !isInteger(part)) throw new Unsolved('syntax')
    if (part.n === 0n) throw new Unsolved('division_by_zero')
    if (isNegative(whole)) return undefined
    const [quotient, remainder] = [whole.n / part.n, whole.n % part.n]
    const right = `${numberLatex(whole)} \\div ${numberLatex(part)} = ${quotient} \\cdots\\cdots ${remainder}`
    const check = `${quotient} \\times ${part.n} + ${remainder} = ${whole.n}`
    const parts = [`商最大取 $${quotient}$（$${check}$），余数要比除数 $${part.n}$ 小：`, `$$${right}$$`]
    if (claim === undefined)
      return {
        title: '有余数的除法',
        markdown: [...parts, `**答案：**商是 $${quotient}$，余数是 $${remainder}$`].join('\n\n'),
      }
    const holds = BigInt(claim[1] ?? '') === quotient && BigInt(claim[2] ?? '') === remainder
    parts.push(
      `**答案：**${holds ? `对，写的商 $${quotient}$、余数 $${remainder}$ 是正确的。` : `不对，应该是商 $${quotient}$、余数 $${remainder}$。`}`,
    )
    return { title: '有余数的除法', markdown: parts.join('\n\n') }
  },
}
