import { NOTHING_OPEN, type Standing, standingAfter, standingIn } from '../answer/standing'
import { idOf, placeOf, positionOf } from './position'
import type { SharedFrames } from './redis-link'
import { parseFrame, type ToldFrame } from './told-frames'

/** Entries that are read at once. */
const MOST_ENTRIES = 512

/**
 * What is under way in an answer of another server, after the frame with this number; `undefined` where whoever reads on gets a
 * snapshot first.
 */
export async function standingAt(
  link: SharedFrames,
  stream: string,
  seq: number,
): Promise<Standing | undefined> {
  const last = await link.lastEntry(stream)
  if (last === undefined) return seq === 0 ? NOTHING_OPEN : undefined
  const { fence } = positionOf(last.id)
  let standing = NOTHING_OPEN
  let id = idOf({ fence, place: 0 })
  for (;;) {
    const entries = await link.entriesAfter(stream, id, MOST_ENTRIES)
    for (const entry of entries) {
      const frame = parseFrame(entry.text)
      if (positionOf(entry.id).place > placeOf(seq)) return frame.type === 'snapshot' ? undefined : standing
      standing = after(standing, frame)
      id = entry.id
    }
    if (entries.length < MOST_ENTRIES) return standing
  }
}

function after(standing: Standing, frame: ToldFrame): Standing {
  if (frame.type === 'snapshot') return standingIn(frame)
  if (frame.type === 'error') return standing
  return standingAfter(standing, frame.type, frame.type === 'status' ? frame.stage : undefined)
}
