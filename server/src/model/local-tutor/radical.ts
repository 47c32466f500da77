import { Unsolved } from './quantity'

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
