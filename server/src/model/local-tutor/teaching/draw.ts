/** A number that may be another: exponents, and what numbers an unknown (x_1), belong to the kind of exercise. */
const FREE_NUMBER = /(?<![\d.^_])\d+(?:\.\d+)?/g

/** Draws from a sequence that depends on nothing but the text (a linear congruential generator of 32 bits). */
function sequenceOf(text: string): () => number {
  let state = [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0, 7)
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A number of the same size, with as many decimals; one stays one every second time, zero always stays. */
function near(written: string, random: () => number): string {
  const [whole = '', decimals = ''] = written.split('.')
  const units = Number(`${whole}${decimals}`)
  if (units === 0 || (units === 1 && random() < 0.5)) return written
  const least = Math.max(1, Math.ceil(units * 0.5))
  const most = Math.max(least + 3, Math.floor(units * 1.6))
  const drawn = least + Math.floor(random() * (most - least + 1))
  if (decimals === '') return String(drawn)
  const digits = String(drawn).padStart(decimals.length + 1, '0')
  return `${digits.slice(0, -decimals.length)}.${digits.slice(-decimals.length)}`
}

const numbersIn = (text: string): number[] => (text.match(FREE_NUMBER) ?? []).map(Number)

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b)

/** Whether a text has a fraction that is not in its lowest terms. */
const hasReducible = (text: string): boolean =>
  [...text.matchAll(/(?<!\d)(\d+)\s*\/\s*(\d+)/g)].some(
    ([, top, bottom]) => greatestCommonDivisor(Number(top), Number(bottom)) > 1,
  )

/** Whether a one stands before a letter or a bracket as its factor, where nobody writes it. */
const hasFactorOne = (text: string): boolean => /(?<![\d.^_])1(?=[a-zA-Z(（√])/.test(text)

/**
 * Whether the numbers go together as those of the other text do: neighbours compare alike, so that a fraction below 1 stays
 * one, a length stays longer than its width and a difference above zero; what was in its lowest terms is; and no factor is a
 * written one.
 */
export function goesTogetherLike(text: string, other: string): boolean {
  const [own, given] = [numbersIn(text), numbersIn(other)]
  const compares = (numbers: readonly number[], index: number): number =>
    Math.sign((numbers[index] ?? 0) - (numbers[index - 1] ?? 0))
  const isAlike = own.every((_, index) => index === 0 || compares(own, index) === compares(given, index))
  const isTidy = (has: (text: string) => boolean): boolean => has(other) || !has(text)
  return isAlike && isTidy(hasReducible) && isTidy(hasFactorOne)
}

/** The same text with other numbers, another time each time it is called. */
export function drawn(text: string): () => string {
  const random = sequenceOf(text)
  return () => text.replace(FREE_NUMBER, (written) => near(written, random))
}
