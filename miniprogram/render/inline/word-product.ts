/** With one of these end the names of quantities: 边长, 面积, 单价, 数量, 时间. */
const QUANTITY = '[长宽高底边径积度间价量数率程力压流阻金费比]'
/** A quantity's name, or a number with its unit. */
const BEFORE = new RegExp(`(?:${QUANTITY}|\\d[\u3400-\u9fff]{1,3})$`)
const BEHIND = new RegExp(`^(?:[（π]|[\u3400-\u9fff]{0,3}?${QUANTITY})`)
/** Behind it nothing but words and signs: `总价=苹果*个数`. */
const EQUATION = /[=＝÷+][ \u3400-\u9fff（）()*×÷+/-]*$/

/** Characters before a star that are looked at. */
export const LOOK = 40

/**
 * Whether a star between Chinese words multiplies what they name (`长*宽*高`, `路程=速度*时间`): what else stands in stars is
 * emphasis (`这是*重点*内容`). `before` ends before it, `behind` begins behind it; undefined if more text is needed to tell.
 */
export function isWordProduct(before: string, behind: string, final: boolean): boolean | undefined {
  if (EQUATION.test(before)) return true
  return BEFORE.test(before) && (BEHIND.test(behind) || (final || behind.length > 3 ? false : undefined))
}
