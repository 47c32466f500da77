import { seqOf, textAfter } from '../frame'
import type { Link } from '../link'
import { hold, holdShapes, NotTried, type Promised, type Session } from '../promise'

/** Milliseconds by which a machine under load may be late, beside what its network takes: as long as the link took to open. */
const LATE = 500

const allowance = ({ opening }: Link): number => LATE + opening

/** Milliseconds between two frames, keepalives too, from accepted on. */
function silences({ heard }: Link): number[] {
  return heard.slice(1).map(({ at }, index) => Math.round(at - (heard[index]?.at ?? at)))
}

/** Where nothing was ever silent for so long, no keepalive was due, and nobody knows whether one would come. */
async function holdKeepalives(session: Session): Promise<void> {
  const whole = await session.whole()
  const interval = Number(whole.frames[0]?.keepalive_interval)
  const spoken = session.links.filter((link) => link.first('accepted') !== undefined)
  for (const link of spoken) {
    const longest = Math.max(0, ...silences(link))
    hold(`no silence is longer than ${interval} ms`, longest <= interval + allowance(link), longest)
  }
  if (!spoken.some(({ heard }) => heard.some(({ frame }) => frame.type === 'keepalive')))
    throw new NotTried(`no answer was silent for ${interval} ms, so that no keepalive was due`)
}

/** Which frame comes when. */
export const order: Promised[] = [
  [
    'accepted comes first, within a second, and tells what the answer is known by',
    async (session) => {
      const whole = await session.whole()
      const { heard, frames } = whole
      hold('the first frame is accepted', heard[0]?.frame.type === 'accepted', heard[0]?.frame)
      const at = Math.round(heard[0]?.at ?? 0)
      hold('it comes within 1 s', at <= 1000 + allowance(whole), `after ${at} ms`)
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
      const code = await link.closed()
      hold('it closes with 1000', code === 1000, code)
    },
  ],
]

/** Tried last: seen on every link that was open. */
export const keepalives: Promised[] = [
  ['no silence is longer than keepalive_interval, from accepted to done', holdKeepalives],
]
