import type { Problem } from './problems'
import { type LineContent, problemsOf, readLine } from './statements'

/** A problem's lines on a page, with the number that stands before them. */
interface Item {
  label?: string
  lines: string[]
}

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'
const LABELS: readonly RegExp[] = [
  /^\s*第\s*(\d{1,3})\s*[题道]\s*[.:、,，]?\s*/,
  /^\s*\(\s*(\d{1,2})\s*\)\s*(?=[^\s+\-×÷=^/%.)])/,
  new RegExp(`^\\s*([${CIRCLED}])\\s*`),
  /^\s*(\d{1,2})\s*[、:]\s*/,
  /^\s*(\d{1,2})\s*[.]\s+/,
  /^\s*(\d{1,2})\s*[.](?!\d)\s*/,
  // 2.0.25: a number has one point only, so that the first belongs to a label.
  /^\s*(\d{1,2})\.(?=\d+\.\d)/,
]
const TIGHT_LABEL = /^\s*(\d{1,2})\.(?=\d)/
/** 一、计算题: a section of the page, not a problem. */
const SECTION = /^\s*[一二三四五六七八九十]{1,3}\s*[、.]/

/** Words that only say what to do with the mathematics beside them. */
const INSTRUCTIONS =
  /直接写出得数|递等式|脱式|竖式|简便方法|简便|口算|计算题|计算|运算|化简|结果|检验|解方程组|解方程|方程组|方程|求出|求解|求|解答|解|下列|下面|各题|各|等于|几|多少|是|的值|的解|的根|的|值|根|已知|关于|请问|请|帮我|帮忙|帮|老师|您|你|我|一下|看看|看|怎么|如何|做|算|写|出|过程|步骤|详细|完整|具体|仔细|认真|一步一步|一步步|每一步|每步|思路|说明|讲解|解释|讲|教|麻烦|应该|该|能|可以|不会|不懂|要|给|把|这|那|道|题目|题|个|式子|算式|答案|得数|并|且|和|与|用|练习|吗|呢|啊|吧|谢谢|[xyz]/g
const PUNCTUATION = /[\s.,:;?!，。：；？！、…（）()“”"'`~_=|]+/g

/** Whether the words beside the mathematics leave it what it is. A misread heading before a colon is forgiven. */
function isInstruction(words: string): boolean {
  const [heading = '', ...rest] = words.split(/[:：]/)
  const forgiven =
    rest.length > 0 && heading.length <= 10 && /[解算求]|方程/.test(heading) && !/\d/.test(heading)
  const judged = forgiven ? rest.join('') : words
  return judged.replace(PUNCTUATION, '').replace(INSTRUCTIONS, '') === ''
}

/** The numbers of lines that begin like 1.3+5 follow each other: then they are labels after all. */
function tightLabelsCount(lines: readonly string[]): boolean {
  const numbers = lines.flatMap((line) => /^\s*(\d{1,2})\s*\./.exec(line)?.[1] ?? []).map(Number)
  return numbers.length > 1 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index)
}

function labelOf(line: string, tight: boolean): { label: string; rest: string } | undefined {
  for (const pattern of tight ? [...LABELS, TIGHT_LABEL] : LABELS) {
    const match = pattern.exec(line)
    const label = match?.[1]
    if (match !== null && label !== undefined) {
      const circled = CIRCLED.indexOf(label)
      return { label: circled < 0 ? label : String(circled + 1), rest: line.slice(match[0].length) }
    }
  }
  return undefined
}

/** Lines grouped by the numbers before them; headings without any mathematics or sentence are left out. */
function itemsOf(lines: readonly string[]): Item[] {
  const items: Item[] = []
  const tight = tightLabelsCount(lines)
  let current: Item | undefined
  for (const line of lines) {
    const numbered = labelOf(line, tight)
    if (numbered !== undefined) {
      current = { label: numbered.label, lines: [numbered.rest] }
      items.push(current)
    } else if (SECTION.test(line) || (current === undefined && isHeading(line))) {
      current = undefined
    } else if (current === undefined) {
      current = { lines: [line] }
      items.push(current)
    } else {
      current.lines.push(line)
    }
  }
  return items
}

const isHeading = (line: string): boolean =>
  !/\d/.test(line) && line.length <= 24 && !/[，。？！,?!]/.test(line)

function problemsOfItem({ label, lines }: Item): Problem[] {
  const contents = lines.map((line) => ({ ...readLine(line), line }))
  const isClear = ({ words }: LineContent): boolean => isInstruction(words)
  const problems =
    contents.every(isClear) && contents.some(({ statements }) => statements.length > 0)
      ? problemsOf(contents.flatMap(({ statements }) => statements))
      : label === undefined && !contents.some(isSentence)
        ? contents.flatMap((content) =>
            isClear(content) ? problemsOf(content.statements) : leftAlone([content.line]),
          )
        : leftAlone(lines)
  return label === undefined ? problems : problems.map((problem) => ({ ...problem, label }))
}

const leftAlone = (lines: readonly string[]): Problem[] => [
  { kind: 'unsolved', written: lines.join('\n').trim(), reason: 'words' },
]

/** A misread sign is a stroke or two of Chinese; a sentence is more, and it may need the lines around it. */
const isSentence = ({ words }: LineContent): boolean =>
  !isInstruction(words) && (words.match(/[\u3400-\u9fff]/g)?.length ?? 0) > 2

/** Finds the problems in normalised lines, in their order. */
export function recognise(lines: readonly string[]): Problem[] {
  return itemsOf(lines)
    .filter(({ lines: own }) => own.join('').trim() !== '')
    .flatMap(problemsOfItem)
}

/** Whether a typed text only sends the tutor to the pages (看看这道题怎么做). */
export const isRequestOnly = (lines: readonly string[]): boolean =>
  lines.every((line) => !/\d/.test(line) && isInstruction(line))
