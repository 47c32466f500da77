import { type Part, type Scripts, signs } from './parts'

const sets: Readonly<Record<string, string>> = {
  ℝ: '实数集',
  R: '实数集',
  ℕ: '整数集',
  N: '整数集',
  ℤ: '整数集',
  Z: '整数集',
  ℚ: '有理数集',
  Q: '有理数集',
}

/** What a letter is called with its index and power, if that is one name: half of a set of numbers (`R⁺`, `N*`), `χ²`. */
export function wholeName({ base, below, above }: Scripts): string | undefined {
  const letter = base === undefined ? '' : signs([base])
  const sign = signs([...below, ...above])
  if (letter === 'χ' && sign === '2') return '卡方'
  const set = sets[letter]
  if (set === undefined || !/^[-+*]$/.test(sign)) return undefined
  if (sign === '*' && set !== '整数集') return undefined
  return (sign === '-' ? '负' : '正') + set
}

/**
 * What a sign above something makes of it (`+`, `2-`): a charge of what is written as an ion is, else the side from which a number is
 * looked at (`f(0⁺)`). `before` is the letter before it.
 */
export function signedWord(
  base: Part | undefined,
  before: string | undefined,
  text: string,
): string | undefined {
  const [, count = '', sign] = /^(\d*)([+-])$/.exec(text) ?? []
  if (sign === undefined) return undefined
  const isNumber = base !== undefined && /^(?:[a-z]|\d+)$/.test(signs([base]))
  if (count === '' && isNumber && !isIon(base, before)) return sign === '+' ? '右侧' : '左侧'
  return `带 ${count || 1} 个单位${sign === '+' ? '正' : '负'}电荷`
}

/** An element's symbol, what stands in brackets, or the electron. */
export function isIon(base: Part | undefined, before: string | undefined): boolean {
  if (base === undefined) return false
  const text = base.kind === 'fenced' ? base.close : signs([base])
  return /^[A-Z]|^e$|[)\]]$/.test(text) || (/^[a-z]$/.test(text) && /^[A-Z]$/.test(before ?? ''))
}

/** What the power of something is called, where it has a name. */
export function powerWord(of: string, text: string): string | undefined {
  const [, negative] = /^[-−](\d+)$/.exec(text) ?? []
  const [, order] = /^\((\w+)\)$/.exec(text) ?? []
  if (text === '2') return '的平方'
  if (text === '3') return '的立方'
  if (text === '∘') return '度'
  if (text === 'T' && /[A-Za-z)\]?]$/.test(of)) return '的转置'
  if (negative !== undefined) return `的 负 ${negative} 次方`
  return order !== undefined && /^[fghuy]$/.test(of) ? `的 ${order} 阶导数` : undefined
}
