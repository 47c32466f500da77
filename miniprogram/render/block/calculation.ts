import { MAX_MARKER_LINE } from '../limits'

/**
 * What a paragraph's last line is: nothing of a calculation; a number, below which one may begin; a line of one; or a line of
 * one that is written below each other (`× 24`), under which dashes are drawn.
 */
export type Reckoning = 'none' | 'number' | 'calculation' | 'column'

const TERM = /[0-9A-Za-z\u03b1-\u03c9$\\]/
const OPERATOR = /[-=+*/×÷·<>≤≥≠≈^]/

/** Whether a line that begins so can be (part of) a calculation: no Chinese, and no word but the names of functions. */
export function isReckoned(text: string): boolean {
  const rest = text.replace(/\\[A-Za-z]*|arc|sin|cos|tan|cot|log|lim|max|min/g, '')
  return text.length <= MAX_MARKER_LINE && !/[\u3400-\u9fff]|[A-Za-z]{3}/.test(rest)
}

/** What a paragraph's line is, below a line that was `above`. */
export function reckoningOf(line: string, above: Reckoning): Reckoning {
  if (line.length > MAX_MARKER_LINE) return 'none'
  const text = line.trim()
  if (/^[-=—]+$/.test(text)) return above
  const tail = text.replace(/^.*[\u3400-\u9fff：]/, '').trim()
  if (!TERM.test(tail) || !isReckoned(tail)) return 'none'
  if (/^(?:[-+×÷*＋－−]|[xX](?=\s*\d))/.test(text) && !text.includes('=')) return 'column'
  if (OPERATOR.test(tail)) return 'calculation'
  if (tail !== text || !/^[\d.,\s]*\d[a-z]?$/.test(text)) return 'none'
  return above === 'column' ? above : 'number'
}

/** Whether a line may go on a calculation with its first sign, which would be a bullet or a quote's mark elsewhere. */
export function mayGoOn(line: string, above: Reckoning): boolean {
  return above !== 'none' && /^(?:[-+*]|>(?!.*[=<>≤≥]))/.test(line) && isReckoned(line)
}

/** Whether a line goes on the calculation of the paragraph above it: then it is no item, no quote and no underline. */
export function goesOn(line: string, above: Reckoning): boolean {
  if (mayGoOn(line, above) && TERM.test(line)) return true
  return above === 'column' && /^(?:-+|=+)[ \t]*$/.test(line)
}

/**
 * Whether a line goes on the formula that a paragraph has left open (`unclosed`): what begins an item, a quote or a block elsewhere is
 * then a sign of it. Only where neither has words before the formula's end.
 */
export function goesOnFormula(line: string, unclosed: string): boolean {
  const isSigns = (text: string) => isReckoned(text.replace(/\{[^{}]*(?:\}|$)/g, ''))
  const mayGo = /^(?:\$|\\\()/.test(unclosed) && /^(?:[-+*=>]|\\b)/.test(line)
  return mayGo && isSigns(unclosed) && isSigns(line.replace(/(?:\$|\\\)).*/, ''))
}
