import type { Clock } from '../platform/ports'
import { createPatchBatch, type Patch } from './patch-batch'

/** Characters after which a chunk is left alone: what one patch sends stays small however long the reasoning gets. */
export const CHUNK_LENGTH = 400

/** Shows reasoning that grows, in chunks by path; nothing is sent while it is folded. */
export interface ReasoningFeed {
  append(delta: string): void
  replace(text: string): void
  /** The student unfolded or folded it. */
  open(open: boolean): void
  end(): void
}

/** A panel that is shut: nothing is sent before it is opened. */
export function createReasoningFeed(send: (patch: Patch) => void, clock: Clock): ReasoningFeed {
  const batch = createPatchBatch(send, clock)
  let chunks: string[] = []
  let shown = false

  const grow = (text: string): void => {
    let rest = text
    while (rest !== '') {
      const last = chunks.length - 1
      const chunk = chunks[last]
      const room = chunk === undefined ? 0 : CHUNK_LENGTH - chunk.length
      const index = room > 0 ? last : last + 1
      const part = rest.slice(0, room > 0 ? room : CHUNK_LENGTH)
      chunks[index] = (chunks[index] ?? '') + part
      rest = rest.slice(part.length)
      if (shown) batch.add({ [`chunks[${index}]`]: chunks[index] })
    }
  }

  return {
    append: grow,
    replace(text) {
      chunks = []
      batch.drop()
      if (shown) send({ chunks: [] })
      grow(text)
    },
    open(open) {
      shown = open
      batch.drop()
      send({ chunks: open ? [...chunks] : [], open })
    },
    end: () => batch.end(),
  }
}
