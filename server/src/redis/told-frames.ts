import * as v from 'valibot'
import type { ErrorFrame, StoredFrame } from '../../../typings/protocol'

/** A frame that readers elsewhere are told. */
export type ToldFrame = StoredFrame | ErrorFrame

/** A frame of an answer, which a server of this program has made. */
const told = v.custom<ToldFrame>((value) => {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  return value.type === 'error' || ('seq' in value && typeof value.seq === 'number')
})

/** Throws where the text is none. */
export function parseFrame(text: string): ToldFrame {
  return v.parse(told, JSON.parse(text))
}

/** What is told on the channel of an answer: the fence of its owner, and frames. Throws where the text is nothing of it. */
export function parseTold(text: string): { fence: number; frames: ToldFrame[] } {
  const space = text.indexOf(' ')
  return {
    fence: Number(text.slice(0, space)),
    frames: v.parse(v.array(told), JSON.parse(text.slice(space))),
  }
}
