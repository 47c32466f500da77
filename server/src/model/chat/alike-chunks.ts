import { type ChatChunk, readChunk } from './chat-chunk'
import { parseJson } from './lenient-json'

/** What JSON writes otherwise than it stands there. */
const ESCAPED = /["\\]|\p{Cc}/u
/** Ways to write what stands before a piece of text or of thoughts, and what of a chunk that is. */
const PLACES = [
  { before: '"content":"', part: 'content' },
  { before: '"content": "', part: 'content' },
  { before: '"reasoning_content":"', part: 'reasoning' },
  { before: '"reasoning_content": "', part: 'reasoning' },
] as const
/** Chunks of one answer from which is learned; a vendor whose chunks are never alike costs no more than these. */
const MOST_LESSONS = 8
/** Stands in no chunk by chance. */
const PROBE = '\ue000试\ue001'

/** Chunks that differ in nothing but one piece of text. */
interface Alike {
  /** The JSON around that piece. */
  before: string
  after: string
  /** What such a chunk says with this piece. */
  saying(piece: string): ChatChunk
}

/**
 * Knows the chunks of one answer that are like an earlier one but for their piece of text, as nearly all are: what JSON's parser and
 * {@link readChunk} would make of them is known without asking them.
 */
export class AlikeChunks {
  private alike: Alike | undefined
  private lessons = 0

  /** The chunk that stands in this JSON; `undefined` where it has to be parsed. */
  read(json: string): ChatChunk | undefined {
    if (this.alike === undefined) return undefined
    const { before, after, saying } = this.alike
    const end = json.length - after.length
    if (end <= before.length || !json.startsWith(before) || !json.endsWith(after)) return undefined
    const piece = json.slice(before.length, end)
    return ESCAPED.test(piece) ? undefined : saying(piece)
  }

  /** Learns from JSON that was parsed, and what it was found to say. */
  learn(json: string, chunk: ChatChunk): void {
    if (this.lessons === MOST_LESSONS || !saysOnlyText(chunk)) return
    this.lessons += 1
    for (const { before, part } of PLACES) {
      const alike = alikeAt(json, before, chunk, part)
      if (alike !== undefined) this.alike = alike
    }
  }
}

function saysOnlyText({ content, reasoning, whole, finishReason, usage, failure }: ChatChunk): boolean {
  const isAlone = (content === '') !== (reasoning === '') && whole.text === '' && whole.thought === ''
  return isAlone && finishReason === undefined && usage === undefined && failure === undefined
}

/** Where the piece stands just once, in a place where another piece is read as just that: tried with one. */
function alikeAt(
  json: string,
  opening: string,
  chunk: ChatChunk,
  part: 'content' | 'reasoning',
): Alike | undefined {
  const start = json.indexOf(opening) + opening.length
  const piece = chunk[part]
  const isThere =
    start >= opening.length &&
    json.startsWith(`${piece}"`, start) &&
    json[start - opening.length - 1] !== '\\'
  if (piece === '' || ESCAPED.test(piece) || !isThere) return undefined
  const before = json.slice(0, start)
  const after = json.slice(start + piece.length)
  const saying = (other: string): ChatChunk => ({ ...chunk, [part]: other })
  const probed = readChunk(parseJson(before + PROBE + after))
  return JSON.stringify(probed) === JSON.stringify(saying(PROBE)) ? { before, after, saying } : undefined
}
