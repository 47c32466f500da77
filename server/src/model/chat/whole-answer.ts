import { readChunk } from './chat-chunk'
import type { ChatReading } from './chat-reading'
import { EventScanner } from './event-scanner'
import { parseJson } from './lenient-json'

/** Bytes of an answer beyond which nobody means it. */
const MOST_BYTES = 32 * 1024 * 1024

/** An answer that comes as one JSON object, although a stream was asked for. */
export class WholeAnswer {
  private pieces: Buffer[] = []
  private length = 0

  constructor(private readonly reading: ChatReading) {}

  /** Throws a `RangeError` where there is no end. */
  push(bytes: Buffer): void {
    this.pieces.push(bytes)
    this.length += bytes.length
    if (this.length > MOST_BYTES) throw new RangeError('the answer has no end')
  }

  /** One object that was understood is a whole answer, with a reason or without, and so is a list of them; several are the lines of a stream. */
  end(): void {
    const bytes = Buffer.concat(this.pieces)
    const value = parseJson(bytes.toString())
    if (value === undefined) {
      this.readLines(bytes)
      return
    }
    // Gemini's refusals are a list of one.
    const chunks = (Array.isArray(value) ? value : [value]).map((each) => readChunk(each))
    for (const chunk of chunks) this.reading.take(chunk)
    this.reading.done ||= chunks.every(({ failure }) => failure === undefined)
  }

  private readLines(bytes: Buffer): void {
    const { reading } = this
    const scanner = new EventScanner({
      data: (data, event) => reading.data(data, event),
      notUnderstood: (data) => reading.skipped(data),
    })
    scanner.push(bytes)
    scanner.end()
  }
}
