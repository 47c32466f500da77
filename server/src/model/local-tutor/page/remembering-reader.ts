import { createHash } from 'node:crypto'
import type { ModelImage } from '../../model'
import type { PageReading } from '../answer-text'
import type { PageReader } from './page-reader'

/** Pages whose reading is kept: the answer and its marking, made one after the other, read the same ones. */
const MOST_KEPT = 32

/** A reader that remembers its last readings. What took too long may go faster the next time, and is not kept. */
export function rememberingReader(reader: PageReader): PageReader {
  const kept = new Map<string, PageReading>()
  return {
    async read(image: ModelImage, signal: AbortSignal) {
      if (signal.aborted) return undefined
      const key = createHash('sha256').update(image.bytes).digest('base64')
      const before = kept.get(key)
      const reading = before ?? (await reader.read(image, signal))
      if (reading === undefined || ('failure' in reading && reading.failure === 'too_slow')) return reading
      kept.delete(key)
      kept.set(key, reading)
      const [oldest] = kept.keys()
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
      return reading
    },
    close: () => reader.close(),
  }
}
