/** What is used of a source map (ECMA-426). */
export interface SourceMapText {
  /** Paths of the sources, from the folder of the map. */
  sources: readonly string[]
  /** Numbers of segments, as VLQ in base 64. */
  mappings: string
}

/** A place in a source; both numbers count from 0. */
export interface SourcePlace {
  source: string
  line: number
  column: number
}

/** Of each segment: the column where it begins, its source (-1: none), and the line and column there. */
const FIELDS = 4
const NO_SOURCE = -1

/** Bits of a digit of base 64 that are its number's; the one above says that more of them follow. */
const DIGIT_BITS = 5
const GOES_ON = 1 << DIGIT_BITS

/**
 * From where in a built file to where in its sources. The numbers of the map stand here as they are, one behind the other: Node's own `SourceMap`
 * makes an array of each segment, and of the server's map that is half a second and 80 MB, for which every answer waits.
 */
export class SourcePlaces {
  private readonly segments: Int32Array
  /** Where the segments of each line begin, and at last where they end. */
  private readonly lines: number[] = [0]

  constructor(private readonly map: SourceMapText) {
    this.segments = new Int32Array(FIELDS * (count(map.mappings, ',') + count(map.mappings, ';') + 1))
    this.read(map.mappings)
  }

  /** The source of a place, both numbers from 0; missing where none is told. */
  find(line: number, column: number): SourcePlace | undefined {
    const first = this.lines[line]
    const end = this.lines[line + 1]
    if (first === undefined || end === undefined) return undefined
    const at = this.lastUpTo(column, first, end)
    if (at < first) return undefined
    const source = this.map.sources[this.field(at, 1)]
    if (source === undefined) return undefined
    return { source, line: this.field(at, 2), column: this.field(at, 3) }
  }

  /** The last segment of these that begins at this column or before; the one before the first where none does. */
  private lastUpTo(column: number, first: number, end: number): number {
    let [low, high] = [first, end]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.field(middle, 0) <= column) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  private field(segment: number, field: number): number {
    return this.segments[segment * FIELDS + field] ?? NO_SOURCE
  }

  /** Each number is told as how much it is more than the one of its kind before it; columns of the built file begin anew with each line. */
  private read(mappings: string): void {
    const { segments, lines } = this
    const now = new Int32Array(FIELDS)
    let [written, field, number, shift] = [0, 0, 0, 0]
    for (let at = 0; at <= mappings.length; at += 1) {
      const code = at < mappings.length ? mappings.charCodeAt(at) : SEMICOLON
      if (code === COMMA || code === SEMICOLON) {
        if (field > 0) {
          segments.set(now, written * FIELDS)
          if (field < FIELDS) segments[written * FIELDS + 1] = NO_SOURCE
          written += 1
          field = 0
        }
        if (code === COMMA) continue
        lines.push(written)
        now[0] = 0
        continue
      }
      const digit = DIGITS[code] ?? 0
      number |= (digit & (GOES_ON - 1)) << shift
      shift += DIGIT_BITS
      if (digit & GOES_ON) continue
      // Its last bit is its sign. A fifth number is a name's, which nobody asks for.
      const more = number & 1 ? -(number >>> 1) : number >>> 1
      if (field < FIELDS) now[field] = (now[field] ?? 0) + more
      field += 1
      number = 0
      shift = 0
    }
  }
}

const COMMA = 0x2c
const SEMICOLON = 0x3b

/** What each digit of base 64 is worth, by its character code. */
const DIGITS = new Uint8Array(128)
for (const [worth, digit] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  DIGITS[digit.charCodeAt(0)] = worth
}

function count(text: string, what: string): number {
  let found = 0
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) found += 1
  return found
}
