import { performance } from 'node:perf_hooks'

/** Characters of a delta, each one digit of the time at which the model sent it. */
export const STAMP = 4
const FIRST_DIGIT = 0x4e00
const DIGITS = 4096
/** Tenths of a millisecond; four digits hold eight hundred years of them. */
const GRAIN = 10

/** Milliseconds since 1970, the same in every process of this machine. */
export function sharedNow(): number {
  return performance.timeOrigin + performance.now()
}

/** A delta of Chinese characters that says when it was made. */
export function stampedDelta(): string {
  let value = Math.round(sharedNow() * GRAIN)
  let text = ''
  for (let digit = 0; digit < STAMP; digit++) {
    text = String.fromCharCode(FIRST_DIGIT + (value % DIGITS)) + text
    value = Math.floor(value / DIGITS)
  }
  return text
}

/** When each delta of a text was made, in milliseconds since 1970. */
export function stampsOf(text: string): number[] {
  const stamps: number[] = []
  for (let at = 0; at + STAMP <= text.length; at += STAMP) {
    let value = 0
    for (let digit = 0; digit < STAMP; digit++) {
      value = value * DIGITS + text.charCodeAt(at + digit) - FIRST_DIGIT
    }
    stamps.push(value / GRAIN)
  }
  return stamps
}
