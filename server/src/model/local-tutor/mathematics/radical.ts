import { Fraction, isNegative, Unsolved } from './quantity'

/** √n written as `outside`·√`inside`, with no square left inside. */
export interface Radical {
  outside: bigint
  inside: bigint
}

/** Trial division stays within a few milliseconds up to here. */
const LARGEST = 10 ** 12

/** Simplifies the square root of a whole number ≥ 0. @throws Unsolved `too_large` */
export function simplifyRoot(square: bigint): Radical {
  if (square > BigInt(LARGEST)) throw new Unsolved('too_large')
  if (square === 0n) return { outside: 0n, inside: 1n }
  let inside = Number(square)
  let outside = 1
  for (let factor = 2; factor * factor <= inside; factor++) {
    while (inside % (factor * factor) === 0) {
      inside /= factor * factor
      outside *= factor
    }
  }
  return { outside: BigInt(outside), inside: BigInt(inside) }
}

/** The radical in LaTeX; a root that comes out whole is a number. */
export function radicalLatex({ outside, inside }: Radical): string {
  if (inside === 1n) return outside.toString()
  return `${outside === 1n ? '' : outside}\\sqrt{${inside}}`
}

/** The whole number whose power of `degree` this is, if there is one; Newton's steps from above. */
function wholeRoot(power: bigint, degree: 2 | 3): bigint | undefined {
  if (power < 2n) return power
  const exponent = BigInt(degree)
  let root = 1n << BigInt(Math.ceil(power.toString(2).length / degree))
  for (;;) {
    const next = ((exponent - 1n) * root + power / root ** (exponent - 1n)) / exponent
    if (next >= root) return root ** exponent === power ? root : undefined
    root = next
  }
}

/** A root that comes out as a fraction. @throws Unsolved `negative_root`, `irrational` */
export function exactRoot(value: Fraction, degree: 2 | 3): Fraction {
  if (isNegative(value) && degree === 2) throw new Unsolved('negative_root')
  const [top, bottom] = [wholeRoot(value.n, degree), wholeRoot(value.d, degree)]
  if (top === undefined || bottom === undefined) throw new Unsolved('irrational')
  const root = new Fraction(top, bottom)
  return isNegative(value) ? root.neg() : root
}
