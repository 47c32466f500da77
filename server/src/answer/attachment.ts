import type { AcceptedFrame, ErrorFrame, KeepaliveFrame, StoredFrame } from '../../../typings/protocol'
import { type Keepalive, withKeepalive } from './keepalive'
import type { LiveAnswer } from './live-answers'
import type { SilenceWheel } from './silence-wheel'
import type { Standing } from './standing'

/** An open way to one answer. */
export interface Attachment {
  accepted: AcceptedFrame
  /** What was under way where it begins. `undefined`: a snapshot comes first. */
  standing: Standing | undefined
  /** What is to be sent after `accepted`, keepalives among it; ends after `done` or an error. Must be returned. */
  frames: AsyncIterableIterator<StoredFrame | ErrorFrame | Keepalive, undefined>
  /** Stops this answer; `done` follows in `frames`. */
  stop(): void
}

/** What stands in the frames as `KEEPALIVE`, as it goes over the wire. */
export const keepaliveFrame: KeepaliveFrame = { type: 'keepalive', content: '', full_content: '' }

/** The same answer with a keepalive whenever nothing came for `interval` milliseconds. */
export function attachmentOf(
  { frames, ...answer }: LiveAnswer,
  interval: number,
  wheel: SilenceWheel,
): Attachment {
  return { ...answer, frames: withKeepalive(frames, interval, wheel) }
}
