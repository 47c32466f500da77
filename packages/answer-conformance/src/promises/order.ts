import { seqOf, textAfter } from '../frame'
import { hold, holdShapes, type Promised } from '../promise'

/** Milliseconds by which a machine under load may be late. */
const LATE = 2000

export const order: Promised[] = [
  [
    'accepted comes first, within a second, and tells what the answer is known by',
    async (session) => {
      const { heard, frames } = await session.whole()
      hold('the first frame is accepted', heard[0]?.frame.type === 'accepted', heard[0]?.frame)
      hold('it comes within 1 s', (heard[0]?.at ?? 0) < 1000 + LATE, heard[0]?.at)
      hold('it is told once', frames.filter(({ type }) => type === 'accepted').length === 1)
      hold('it is no resume', frames[0]?.resumed === false, frames[0])
    },
  ],
  [
    'each frame has the form of its type, and none repeats the text so far',
    async (session) => {
      const { heard } = await session.whole()
      holdShapes(heard.map(({ frame }) => frame))
    },
  ],
  [
    'frames are numbered 1, 2, 3 …',
    async (session) => {
      const numbers = (await session.whole()).frames.flatMap((frame) => seqOf(frame) ?? [])
      hold(
        'numbers have no gap',
        numbers.every((seq, index) => seq === index + 1),
        numbers,
      )
    },
  ],
  [
    'the deltas are the whole text of content_finished, and no content comes after it',
    async (session) => {
      const { frames } = await session.whole()
      const at = frames.findIndex(({ type }) => type === 'content_finished')
      const finished = frames[at]
      hold('content_finished comes', finished !== undefined, frames.at(-1))
      hold('it is the sum of the deltas', finished?.full_content === textAfter(frames.slice(0, at)))
      hold('nothing is written after it', !frames.slice(at).some(({ type }) => type === 'content'))
    },
  ],
  [
    'done is the last frame and of the same answer, and the server closes with 1000',
    async (session) => {
      const link = await session.whole()
      const [accepted] = link.frames
      const done = link.frames.at(-1)
      hold('the last frame is done', done?.type === 'done', done)
      const same = done?.question_id === accepted?.question_id && done?.session_id === accepted?.session_id
      hold('it has the ids of accepted', same, [accepted, done])
      hold('it closes with 1000', (await link.closed) === 1000, await link.closed)
    },
  ],
  [
    'no silence is longer than keepalive_interval, from accepted to done',
    async (session) => {
      const { heard, frames } = await session.whole()
      const interval = Number(frames[0]?.keepalive_interval)
      const gaps = heard.map(({ at }, index) => at - (heard[index - 1]?.at ?? at))
      hold(
        `no gap is longer than ${interval} ms`,
        Math.max(...gaps) < interval + LATE,
        Math.round(Math.max(...gaps)),
      )
    },
  ],
]
