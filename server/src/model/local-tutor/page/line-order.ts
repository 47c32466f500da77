import { type FoundLine, heightOf, joined, sharedRows, widthOf } from './found-line'

/** Pieces on one row that are closer than this, in heights of the line, are one line. */
const WITHIN_LINE = 1.1
/** Rows whose pieces share this part of their height. */
const SAME_ROW = 0.5
/** A gap between columns of a page is wider than a wide space, in heights of a line. */
const COLUMN_GAP = 0.6
/** A column has at least as many rows. */
const LEAST_ROWS = 3

const LABEL = /^\s*(?:[(（]\s*\d{1,2}\s*[)）]|\d{1,2}\s*[.、．]|[①-⑳])/

/** The rows of a page, each from left to right. */
function rowsOf(lines: readonly FoundLine[]): FoundLine[][] {
  const rows: FoundLine[][] = []
  for (const line of [...lines].sort((a, b) => a.top + a.bottom - b.top - b.bottom)) {
    const row = rows.find((own) => own.some((other) => sharedRows(line, other) >= SAME_ROW))
    if (row === undefined) rows.push([line])
    else row.push(line)
  }
  return rows.map((row) => row.sort((a, b) => a.left - b.left))
}

/** Pieces of one line that the detector parted; exercises beside each other, which have numbers of their own, stay apart. */
function withoutParts(row: readonly FoundLine[]): FoundLine[] {
  const lines: FoundLine[] = []
  for (const piece of row) {
    const last = lines[lines.length - 1]
    const isNear =
      last !== undefined && piece.left - last.right < WITHIN_LINE * Math.min(heightOf(last), heightOf(piece))
    const isOwn =
      LABEL.test(piece.text) ||
      (last !== undefined && /[=＝]\s*[\d.]*$/.test(last.text) && /[=＝]/.test(piece.text))
    if (last === undefined || !isNear || isOwn) lines.push(piece)
    else lines[lines.length - 1] = continued(last, piece)
  }
  return lines
}

function continued(first: FoundLine, second: FoundLine): FoundLine {
  const others = [first.other ?? first.text, second.other ?? second.text].join(' ')
  const text = `${first.text} ${second.text}`
  return {
    ...joined(first, second),
    characters: [...first.characters, ...second.characters],
    text,
    ...(others === text ? {} : { other: others }),
    certainty: Math.min(first.certainty, second.certainty),
  }
}

/** A place at which a page falls into two columns: nothing but its head crosses it. */
function gapOf(lines: readonly FoundLine[]): number | undefined {
  const edges = [...new Set(lines.map(({ left }) => left))].sort((a, b) => a - b)
  const found = edges.find((edge) => {
    const right = lines.filter(({ left }) => left >= edge)
    const left = lines.filter((line) => line.right <= edge)
    const crossing = lines.length - right.length - left.length
    const [first] = right
    if (first === undefined || right.length < LEAST_ROWS || left.length < LEAST_ROWS) return false
    const gap = edge - Math.max(...left.map((line) => line.right))
    const isWide = gap >= COLUMN_GAP * heightOf(first)
    return isWide && crossing <= Math.min(2, (left.length + right.length) / 4)
  })
  return found
}

const numbersOf = (lines: readonly FoundLine[]): number[] =>
  lines.flatMap(({ text }) => /^\s*[(（]?\s*(\d{1,2})\s*[)）.、．]/.exec(text)?.[1] ?? []).map(Number)

/** How many numbers follow the one before them. */
const following = (numbers: readonly number[]): number =>
  numbers.filter((number, index) => index > 0 && number === (numbers[index - 1] ?? 0) + 1).length

/**
 * The lines of a page in the order in which they are read. Exercises in columns are read column by column, unless their
 * numbers go from left to right, or short ones without numbers stand in rows (a sheet of sums).
 */
export function inReadingOrder(lines: readonly FoundLine[]): FoundLine[] {
  const rows = rowsOf(lines).map(withoutParts)
  const whole = rows.flat()
  const firstPair = rows.findIndex((row) => row.length > 1)
  const head = firstPair < 0 ? [] : rows.slice(0, firstPair).flat()
  const body = whole.filter((line) => !head.includes(line))
  const gap = gapOf(body)
  if (gap === undefined) return whole
  const left = body.filter(({ right }) => right <= gap)
  const right = body.filter((line) => line.left >= gap)
  const across = body.filter((line) => !left.includes(line) && !right.includes(line))
  const top = Math.min(...[...left, ...right].map((line) => line.top))
  const foot = across.filter((line) => line.top >= top)
  head.push(...across.filter((line) => line.top < top))
  const byColumn = [...head, ...inReadingOrder(left), ...inReadingOrder(right), ...foot]
  const [downwards, sideways] = [following(numbersOf(byColumn)), following(numbersOf(whole))]
  if (downwards !== sideways) return downwards > sideways ? byColumn : whole
  const isSheet = Math.max(...[...left, ...right].map((line) => widthOf(line) / heightOf(line))) < 9
  const inRows = rows.filter((row) => row.length > 1).length >= rows.length / 2
  return isSheet && inRows ? whole : byColumn
}
