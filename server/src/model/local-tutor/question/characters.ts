/** A reading that was changed because it makes no sense as it stands; the student is told. */
export interface Guess {
  from: string
  to: string
}

/** A text in the characters that the grammar knows, with what had to be guessed for that. */
export interface NormalisedText {
  lines: string[]
  guesses: Guess[]
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const SUBSCRIPTS = '₀₁₂'
const CJK = '\\u3400-\\u9fff'
const SPACE_IN_CHINESE = new RegExp(`(?<=[${CJK}，。？！；：、])[ \\t]+(?=[${CJK}，。？！；：、])`, 'g')

/** Full-width ASCII to ASCII; ideographic space to space. */
function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, ' ')
}

/** The spaces that a reader of pages puts between Chinese characters are not the page's. */
export function joinChinese(text: string): string {
  return text.replace(SPACE_IN_CHINESE, '')
}

const LATEX: readonly (readonly [RegExp, string])[] = [
  [/\\\\/g, '\n'],
  [/\\(?:begin|end)\s*\{[a-z]+\*?\}/g, '\n'],
  [/(\d)\s*\\[dt]?frac\s*\{(\d+)\}\s*\{(\d+)\}/g, '$1又$2/$3'],
  [/\\[dt]?frac\s*\{(\d+)\}\s*\{(\d+)\}/g, '$1/$2'],
  [/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '(($1)/($2))'],
  [/\\sqrt\s*\[3\]\s*\{([^{}]*)\}/g, '∛($1)'],
  [/\\sqrt\s*\{([^{}]*)\}/g, '√($1)'],
  [/\\times|\\cdot/g, '×'],
  [/\\div/g, '÷'],
  [/\\%/g, '%'],
  [/\\leq?(?![a-z])/g, '≤'],
  [/\\geq?(?![a-z])/g, '≥'],
  [/\\lt(?![a-z])/g, '<'],
  [/\\gt(?![a-z])/g, '>'],
  [/\\(?:square|Box)(?![a-z])/g, '□'],
  [/\\(?:left|right|quad|,|;|!)/g, ' '],
  [/\^\{(-?\d+)\}/g, '^($1)'],
  [/\\[()[\]]|\$|&/g, ' '],
]

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/(?<=[\d)])\s*(?:\.{3,}|…+|⋯+|·{3,})\s*(?=[\d(□_])/g, '…'],
  [/[✕✖╳∗*·⋅∙]/g, '×'],
  [/[−–—﹣‐‑]/g, '-'],
  [/[∕⁄]/g, '/'],
  [/[∶]/g, ':'],
  [/[[{【〔]/g, '('],
  [/[\]}】〕]/g, ')'],
  [/≦|⩽|<=/g, '≤'],
  [/≧|⩾|>=/g, '≥'],
  [/[▢◻☐○〇](?=[\s=+\-×÷)]|$)/g, '□'],
]

const replaceAll = (text: string, rules: readonly (readonly [RegExp, string])[]): string =>
  rules.reduce((current, [pattern, replacement]) => current.replace(pattern, replacement), text)

const raiseSuperscripts = (text: string): string =>
  text
    .replace(
      /[⁰¹²³⁴-⁹]+/g,
      (digits) => `^${[...digits].map((digit) => SUPERSCRIPTS.indexOf(digit)).join('')}`,
    )
    .replace(
      /([a-zA-Z])([₁₂])/g,
      (_, letter: string, digit: string) => `${letter}_${SUBSCRIPTS.indexOf(digit)}`,
    )

/** x^2 as it is printed: x². */
export const withExponentsRaised = (text: string): string =>
  text.replace(/\^(\d+)/g, (_, digits: string) =>
    [...digits].map((digit) => SUPERSCRIPTS[Number(digit)]).join(''),
  )

/** What the reader of pages typically confuses between digits, with what it must have been. */
const CONFUSIONS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d)[oO](?=[\d.\s+\-×÷=)]|$)|(?<=[\s+\-×÷=(])[oO](?=\.\d)/g, '0'],
  [/(?<=\d)[lI|](?=[\d.\s+\-×÷=)]|$)/g, '1'],
  [/(?<=[\d)a-z])\s*一\s*(?=[\d(a-z])/g, '-'],
]

/** 二 in a line with an unknown and no = is that sign; between numbers it may be ÷ or +, and is left alone. */
const readTwoBars = (line: string): string =>
  line.includes('=') || !/[a-z]/i.test(line) ? line : line.replace(/(?<=[\d)a-z])\s*二\s*(?=[\d(a-z-])/i, '=')

function guessed(line: string, change: (line: string) => string, guesses: Guess[]): string {
  const changed = change(line)
  if (changed !== line) guesses.push({ from: line.trim(), to: changed.trim() })
  return changed
}

/** Text that a student typed, in the characters of the grammar. */
export function normaliseTyped(text: string): NormalisedText {
  const plain = replaceAll(replaceAll(raiseSuperscripts(halfWidth(text)), LATEX), SIGNS)
  const lines = plain.split(/\r?\n/).map(withoutThousands)
  return { lines: lines.filter((line) => line.trim() !== ''), guesses: [] }
}

/** Text that was read from a page: also what reading typically confuses. */
export function normalisePage(lines: readonly string[]): NormalisedText {
  const guesses: Guess[] = []
  const normalised = lines.map((line) => {
    const signs = withoutThousands(replaceAll(raiseSuperscripts(halfWidth(joinChinese(line))), SIGNS))
    const digits = guessed(signs, (read) => readTwoBars(replaceAll(read, CONFUSIONS)), guesses)
    return withoutLoneBrace(digits.replace(/[xX]{2}/g, 'x'))
  })
  return { lines: normalised.filter((line) => line.trim() !== ''), guesses }
}

/** 12,000 is one number; 3,4 are two. */
const withoutThousands = (line: string): string =>
  line.replace(/(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])/g, (digits) => digits.replaceAll(',', ''))

/** The tall brace before a system is read as one or more brackets at the start of its lines. */
function withoutLoneBrace(line: string): string {
  const open = line.split('(').length
  const closed = line.split(')').length
  return open > closed && line.includes('=')
    ? line.replace(/^\s*[(|]\s*/, '')
    : line.replace(/^\s*\|\s*(?![^|]*\|)/, '')
}
