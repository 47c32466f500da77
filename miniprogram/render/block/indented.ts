import { readFormula } from '../inline/formula'
import { MAX_MARKER_LINE } from '../limits'

/** Chinese before anything that begins a text or a comment of a program. */
const SENTENCE = /^[^"'`#/;<{]*[\u3400-\u9fff]/

/**
 * Whether a line that is indented as code is part of a solution: a sentence, or something with a formula in it. `whole`: the
 * line has ended; a number alone is one too then.
 */
export function isSolution(line: string, whole: boolean): boolean {
  const text = line.slice(0, MAX_MARKER_LINE)
  return SENTENCE.test(text) || hasFormula(text, whole) || (whole && /^\s*\d[\d. ]*$/.test(text))
}

function hasFormula(line: string, whole: boolean): boolean {
  const marks = /[$\\]/g
  for (let mark = marks.exec(line); mark; mark = marks.exec(line)) {
    const found = readFormula(line, mark.index, {})
    if (typeof found !== 'string' && (whole || found.end < line.length)) return true
  }
  return false
}
