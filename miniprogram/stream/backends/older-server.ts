import type { IncomingFrame } from '../frames'

/**
 * A frame of a server before `accepted` and `seq`: what it may number means nothing, and its content may repeat the text so
 * far, which repairs ours.
 */
export function olderFrame(frame: IncomingFrame): IncomingFrame {
  return 'seq' in frame && frame.type !== 'snapshot' ? { ...frame, seq: undefined } : frame
}
