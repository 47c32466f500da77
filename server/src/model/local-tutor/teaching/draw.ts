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

/** The same text with other numbers, another time each time it is called. */
export function drawn(text: string): () => string {
  const random = sequenceOf(text)
  return () => text.replace(FREE_NUMBER, (written) => near(written, random))
}
