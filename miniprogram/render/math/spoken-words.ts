import { uncircled } from './circled'

/**
 * How Chinese school books name the signs of formulas, as `signs word` pairs; signs of one word stand beside one another.
 * Signs that are missing here are said as they are: letters and digits.
 */
const listed =
  '+＋ 加 -−－ 减 ± 加减 ∓ 减加 × 乘 ÷/ 除以 ·⋅ 乘 *∗ 星号 ∘ 圈 • 点 ' +
  '=＝ 等于 ≠ 不等于 <＜ 小于 >＞ 大于 ≤⩽ 小于等于 ≥⩾ 大于等于 ≈ 约等于 ≡ 恒等于 ≢ 不恒等于 ≌≅ 全等于 ∽∼~ 相似于 ≃ 近似等于 ∝ 正比于 ≪ 远小于 ≫ 远大于 ≐ 近似等于 ≯ 不大于 ≮ 不小于 ' +
  '∈ 属于 ∋ 包含元素 ∉ 不属于 ⊂ 包含于 ⊃ 包含 ⊆ 包含于或等于 ⊇ 包含或等于 ⊊ 真包含于 ⊋ 真包含 ⊄ 不包含于 ⊈ 不包含于 ∪ 并 ∩ 交 ∖ 减去集合 ∁ 补集 ∅ 空集 ' +
  '∀ 任意 ∃ 存在 ∄ 不存在 ¬ 非 ∧ 且 ∨ 或 → 到 ← 来自 ↔ 双向箭头 ⇒ 推出 ⇐ 由此推出 ⇔ 等价于 ↦ 映射到 ⇌ 可逆 ↑ 向上箭头 ↓ 向下箭头 ↗ 递增 ↘ 递减 ' +
  '∞ 无穷大 ∂ 偏 ∇ 梯度 ∑ 求和 ∏ 连乘 ∫ 积分 ∬ 二重积分 ∭ 三重积分 ∮ 环路积分 √ 根号 ∠∡ 角 △ 三角形 □ 方框 ○ 圆圈 ⋃ 并集 ⋂ 交集 ▱ 平行四边形 ⊙ 圆 ⊕ 异或 ⊗ 圈乘 ⊥ 垂直于 ∥ 平行于 ∦ 不平行于 ∤ 不整除 ⌒ 弧 ∵ 因为 ∴ 所以 ' +
  '° 度 ℃ 摄氏度 ℉ 华氏度 ′ 撇 ‰ 千分号 ✓ 对勾 …⋯ 省略号 ⋮ 竖省略号 ⋱ 斜省略号 ⋰ 斜省略号 ═ 双键 ≣ 三键 — 单键 ＿ 填空 ( 左括号 （ 左括号 ) 右括号 ） 右括号 [ 左方括号 ] 右方括号 { 左花括号 } 右花括号 ⟨ 左尖括号 ⟩ 右尖括号 ' +
  '⌊ 向下取整 ⌋ 取整结束 ⌈ 向上取整 ⌉ 取整结束 |∣ 竖线 ‖ 双竖线 ! 的阶乘 ：: 比 ＄ 美元 & 和 # 井号 _ 下划线 \\ 反斜线 ' +
  'α 阿尔法 β 贝塔 γ 伽马 δ 德尔塔 ε 艾普西龙 ζ 泽塔 η 伊塔 θ 西塔 ι 约塔 κ 卡帕 λ 兰姆达 μ 缪 ν 纽 ξ 克西 π 派 ρ 柔 σ 西格马 τ 陶 υ 宇普西龙 φ 斐 χ 卡 ψ 普西 ω 欧米伽 ' +
  'Γ 大写伽马 Δ 德尔塔 Θ 大写西塔 Λ 大写兰姆达 Ξ 大写克西 Π 大写派 Σ 大写西格马 Υ 大写宇普西龙 Φ 大写斐 Ψ 大写普西 Ω 欧米伽 ' +
  'ℝ 实数集 ℕ 自然数集 ℤ 整数集 ℚ 有理数集 ℂ 复数集 ℙ 素数集 lim 极限 lcm 最小公倍数 gcd 最大公约数 max 最大值 min 最小值 mod 模'

const words = new Map<string, string>()
listed.split(' ').forEach((signs, at, all) => {
  if (at % 2 !== 0) return
  const isName = /^[a-z]+$/.test(signs)
  for (const sign of isName ? [signs] : Array.from(signs)) words.set(sign, all[at + 1] ?? '')
})

/** The word for a sign, if it has one. */
export function wordOf(sign: string): string | undefined {
  const inside = uncircled(sign)
  return inside === undefined ? words.get(sign) : `圈 ${inside}`
}

/** Before the first thing, a sign that otherwise stands between two. */
export const unaryWords: Readonly<Record<string, string>> = {
  '-': '负',
  '−': '负',
  '－': '负',
  '+': '正',
  '＋': '正',
  '±': '正负',
  '∓': '负正',
}

/** What is said before and behind what carries an accent. */
export const markWords: Readonly<Record<string, readonly [before: string, behind: string]>> = {
  vector: ['向量', ''],
  bar: ['', '上横线'],
  hat: ['', '帽'],
  tilde: ['', '波浪'],
  check: ['', '勾'],
  dot: ['', '点'],
  dots: ['', '两点'],
  /** A digit of a fraction that never ends. */
  repeated: ['', '循环'],
  arc: ['弧', ''],
  struck: ['划去', ''],
  brace: ['', ''],
}

/** What is said before and behind what stands between two fences, where that has a name. */
export const fenceWords: Readonly<Record<string, readonly [before: string, behind: string]>> = {
  '||': ['绝对值', '绝对值结束'],
  '‖‖': ['模', '模结束'],
}

/** What an environment's rows are. */
export const rowsWords: Readonly<Record<string, string>> = {
  cases: '联立',
  rcases: '联立',
  pmatrix: '矩阵',
  bmatrix: '矩阵',
  Bmatrix: '矩阵',
  matrix: '矩阵',
  smallmatrix: '矩阵',
  vmatrix: '行列式',
  Vmatrix: '行列式',
  array: '表格',
  tabular: '表格',
}
