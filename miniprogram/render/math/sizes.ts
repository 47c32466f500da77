/** KaTeX's font sizes, `size1` first. */
const sizes = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488]

/** Size of Chinese in a formula, as in the class `cjk`: that of the sentence around, which KaTeX's letters exceed. */
export const cjkSize = 0.83

/** The size that `reset-sizeN sizeM` stands for in KaTeX's style sheet; undefined where it changes nothing. */
export function fontSize(classes: readonly string[]): number | undefined {
  const from = classes
    .map((name) => /^reset-size(\d+)$/.exec(name)?.[1])
    .find((digits) => digits !== undefined)
  const to = classes.map((name) => /^size(\d+)$/.exec(name)?.[1]).find((digits) => digits !== undefined)
  if (from === undefined || to === undefined || from === to) return undefined
  return (sizes[Number(to) - 1] ?? 1) / (sizes[Number(from) - 1] ?? 1)
}

/** A number of em as a style: a thousandth of a letter's size is less than anybody sees, and each digit travels with each formula. */
export function em(size: number): string {
  return `${Number(size.toFixed(3))}em`
}

/** A style's value with no more digits than that. */
export function rounded(value: string): string {
  return /^-?[\d.]+em$/.test(value) ? em(Number.parseFloat(value)) : value
}
