/** With one of these end the names of quantities: 边长, 面积, 单价, 数量, 时间. */
const QUANTITY = '[长宽高底边径积度间价量数率程力压流阻金费比]'
/** A quantity's name, or a number with its unit (a counted one: not `第3个`). */
const BEFORE = new RegExp(`(?:${QUANTITY}|(?:^|[^第\\d])\\d+.{0,2}[元米克升吨斤个只本支件张人天])$`)
/** A quantity's name, or a bracket with a sum. */
const BEHIND = new RegExp(`^(?:π|（[^）]{1,3}[-+]|[\u3400-\u9fff]{0,3}?${QUANTITY})`)
/** Behind its sign nothing but words and signs, and no word that goes on to the next: `总价=苹果*个数`, not `C++中的*`. */
const EQUATION = /(?:[=＝÷]|(?:^|[^+A-Z])\+)[ \u3400-\u9fff（）()*×÷+/-]*[^的是中有乘和与]$/

/** Characters before a star that are looked at. */
export const LOOK = 40
/** Characters behind it. */
export const LOOK_BEHIND = 5

/**
 * Whether a star between Chinese words multiplies what they name (`长*宽*高`, `路程=速度*时间`): what else stands in stars is
 * emphasis (`这是*重点*内容`). `before` ends before it, `behind` begins behind it; undefined if more text is needed to tell.
 */
export function isWordProduct(before: string, behind: string, final: boolean): boolean | undefined {
  const isNamed = BEFORE.test(before)
  if (EQUATION.test(before) === isNamed) return isNamed
  return BEHIND.test(behind) || (final || behind.length === LOOK_BEHIND ? false : undefined)
}
