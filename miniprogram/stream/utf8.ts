/** Stands for bytes that are no UTF-8. */
const REPLACEMENT = 0xfffd
/** Where a text begins with it, it is a mark of the encoding and no part of the text. */
const BYTE_ORDER_MARK = 0xfeff
/** Code units put into one string at a time: more would overflow the stack of an older engine. */
const BATCH = 4096

/**
 * UTF-8 bytes to text, as devices have no TextDecoder. Characters may be split between chunks: the open one waits. What is
 * not UTF-8 becomes U+FFFD, by the same rule as browsers (one for each longest valid beginning); one byte order mark at the very beginning
 * is left out, as by them (WHATWG Encoding, 6).
 */
export class Utf8Decoder {
  /** Code point so far, continuation bytes still to come, and the range that the next of them must be in. */
  private point = 0
  private missing = 0
  private lowest = 0x80
  private highest = 0xbf
  /** Nothing was read yet. */
  private atStart = true
  private units: number[] = []
  private text = ''

  /** The text of this chunk; a character that it ends in the middle of comes with the next. */
  decode(bytes: Uint8Array): string {
    for (let index = 0; index < bytes.length; index += 1) this.take(bytes[index] ?? 0)
    return this.give()
  }

  /** The end: a character that is still open will never be whole. */
  end(): string {
    if (this.missing > 0) this.put(REPLACEMENT)
    this.reset()
    this.atStart = true
    return this.give()
  }

  private take(byte: number): void {
    if (this.missing > 0) {
      if (byte >= this.lowest && byte <= this.highest) {
        this.continue(byte)
        return
      }
      this.put(REPLACEMENT)
      this.reset()
    }
    this.begin(byte)
  }

  private begin(byte: number): void {
    if (byte < 0x80) this.put(byte)
    else if (byte >= 0xc2 && byte <= 0xdf) this.open(byte & 0x1f, 1)
    else if (byte >= 0xe0 && byte <= 0xef) {
      this.open(byte & 0x0f, 2)
      if (byte === 0xe0) this.lowest = 0xa0
      if (byte === 0xed) this.highest = 0x9f
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.open(byte & 0x07, 3)
      if (byte === 0xf0) this.lowest = 0x90
      if (byte === 0xf4) this.highest = 0x8f
    } else this.put(REPLACEMENT)
  }

  private open(bits: number, missing: number): void {
    this.point = bits
    this.missing = missing
  }

  private continue(byte: number): void {
    this.point = (this.point << 6) | (byte & 0x3f)
    this.missing -= 1
    this.lowest = 0x80
    this.highest = 0xbf
    if (this.missing === 0) this.put(this.point)
  }

  private reset(): void {
    this.missing = 0
    this.lowest = 0x80
    this.highest = 0xbf
  }

  private put(point: number): void {
    const isMark = this.atStart && point === BYTE_ORDER_MARK
    this.atStart = false
    if (isMark) return
    if (point > 0xffff) {
      const beyond = point - 0x10000
      this.units.push(0xd800 + (beyond >> 10), 0xdc00 + (beyond & 0x3ff))
    } else {
      this.units.push(point)
    }
    if (this.units.length >= BATCH) this.flush()
  }

  private flush(): void {
    this.text += String.fromCharCode(...this.units)
    this.units = []
  }

  private give(): string {
    this.flush()
    const text = this.text
    this.text = ''
    return text
  }
}
