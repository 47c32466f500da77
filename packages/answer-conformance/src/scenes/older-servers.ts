import type { Frame } from '../frame'
import { TEXT, textUpTo } from './answer'
import type { Scene } from './scene'

/** Of an older server: no `accepted`, no numbers, the text so far in each frame. */
const olderFrames: readonly Frame[] = Array.from({ length: 12 }, (_, index) => ({
  type: 'content',
  content: textUpTo(index + 2).slice(textUpTo(index + 1).length),
  full_content: textUpTo(index + 2),
}))

/** Servers of before there were numbers. */
export const olderServers: readonly Scene[] = [
  {
    name: 'older-server',
    does: 'An older server: no accepted, no numbers, the text so far in each content frame.',
    links: [1, 1],
    async play(stage) {
      await stage.writeOne(
        ...olderFrames,
        { type: 'content_finished', full_content: TEXT },
        { type: 'done', question_id: 'question-1', session_id: 'session-1' },
      )
      await stage.close()
    },
  },
  {
    name: 'older-server-cut',
    does: 'An older server whose link is lost: it is not asked again, and the text is kept as a cut one.',
    links: [1, 1],
    endings: ['WS_CLOSED'],
    async play(stage) {
      await stage.writeOne(...olderFrames.slice(0, 5))
      await stage.cut()
    },
  },
]
