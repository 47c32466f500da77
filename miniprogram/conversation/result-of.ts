import { endingOf, RESULT } from '../render/result-words'

const FORMULA = /^[ \t>]*(?:\$\$|\\\[)/
const FORMULA_END = /(?:\$\$|\\\])[ \t.。]*$/
const OTHER_PART = /^[ \t]*(?:#{1,6}[ \t]|(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$)/

/** What an answer says that the result is, in its own Markdown; the last one of several. It goes on as its box on the page does. */
export function resultOf(text: string): string | undefined {
  const lines = text.split('\n')
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const result = resultAt(lines, index)
    if (result !== undefined) return result
  }
  return undefined
}

function resultAt(lines: readonly string[], index: number): string | undefined {
  const plain = (lines[index] ?? '').replace(/^[ \t>]+/, '')
  const beginning = RESULT.exec(plain)
  if (beginning === null) return undefined
  const parts = [
    plain
      .slice(beginning[0].length)
      .replace(/\*\*[ \t]*$/, '')
      .trim(),
  ]
  let ending = parts[0] === '' ? 'told' : endingOf(plain)
  let from = index + 1
  while (ending !== 'other') {
    while (lines[from]?.trim() === '') from += 1
    const length = lengthOfMore(lines, from, ending === 'told')
    if (length === 0) break
    const more = lines.slice(from, from + length).join('\n')
    parts.push(more)
    from += length
    ending = endingOf(more)
  }
  return parts.join('\n').trim() || undefined
}

/** How many lines from there on are more of a result. */
function lengthOfMore(lines: readonly string[], from: number, isAny: boolean): number {
  const first = lines[from]
  if (first === undefined) return 0
  if (FORMULA.test(first)) return formulaLength(lines, from)
  if (!isAny || OTHER_PART.test(first)) return 0
  const end = lines.slice(from).findIndex((line) => line.trim() === '')
  return end < 0 ? lines.length - from : end
}

function formulaLength(lines: readonly string[], from: number): number {
  const isWhole = FORMULA_END.test((lines[from] ?? '').replace(FORMULA, ''))
  if (isWhole) return 1
  const end = lines.slice(from + 1).findIndex((line) => FORMULA_END.test(line))
  return end < 0 ? lines.length - from : end + 2
}
