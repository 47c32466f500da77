import { type Frame, seqOf, textAfter } from '../frame'
import type { Link } from '../link'
import { hold, holdShapes, NotTried, type Promised, refusal, requestOf, type Session } from '../promise'

const textOf = (link: Link): string => String(link.first('content_finished')?.full_content)

/** What was heard up to a number. */
const upTo = (frames: readonly Frame[], seq: number): Frame[] =>
  frames.filter((frame) => (seqOf(frame) ?? 0) <= seq)

async function resumed(session: Session, requestId: string, after: number): Promise<Link> {
  const link = session.open(session.resume(requestId, after))
  await link.ended()
  holdShapes(link.frames)
  hold('accepted says that it is a resume', link.frames[0]?.resumed === true, link.frames[0])
  hold('it comes to done', link.frames.at(-1)?.type === 'done', link.frames.at(-1))
  return link
}

/** A link that comes back gets what it missed, and nothing is asked twice. */
export const comingBack: Promised[] = [
  [
    'the same request_id is the same answer, told from its start',
    async (session) => {
      const whole = await session.whole()
      const again = session.open(session.ask(requestOf(whole), { params: { content: '别的问题' } }))
      await again.ended()
      hold('accepted says resumed', again.frames[0]?.resumed === true, again.frames[0])
      hold('the text is the same', textAfter(again.frames) === textOf(whole))
      hold('the answer is the same', again.first('done')?.answer_id === whole.first('done')?.answer_id)
    },
  ],
  [
    '{token, params} alone is an ask; types and fields that are not known are ignored',
    async (session) => {
      const { token, question } = session.target
      const ask = {
        token,
        params: { content: question, include_history: false, from_the_future: 1 },
        also: {},
      }
      const link = session.open({ type: 'from_the_future' }, ask)
      await link.until('content')
      hold('it is accepted', link.frames[0]?.type === 'accepted', link.frames[0])
      link.say({ type: 'from_the_future' })
      link.say({ type: 'stop' })
      await link.ended()
      hold('it comes to done', link.frames.at(-1)?.type === 'done', link.frames.at(-1))
    },
  ],
  [
    'resume gives every frame after the number, and no other',
    async (session) => {
      const whole = await session.whole()
      const last = whole.lastSeq
      const places = [
        ...new Set([0, 1, Math.floor(last / 3), Math.floor(last / 2), last - 2, last - 1]),
      ].filter((after) => after >= 0)
      for (const after of places) {
        const { frames } = await resumed(session, requestOf(whole), after)
        const numbers = frames.flatMap((frame) => seqOf(frame) ?? [])
        const isSnapshot = frames[1]?.type === 'snapshot'
        hold(
          `after ${after} comes ${after + 1}, or a snapshot`,
          isSnapshot || numbers[0] === after + 1,
          numbers,
        )
        hold(
          'numbers have no gap',
          numbers.every((seq, index) => index === 0 || seq === (numbers[index - 1] ?? 0) + 1),
          numbers,
        )
        hold(
          'the text is whole',
          textAfter(frames, textAfter(upTo(whole.frames, after))) === textOf(whole),
          after,
        )
      }
    },
  ],
  [
    'a link that is lost in the midst loses nothing: the answer is written on, and asked once',
    async (session) => {
      const requestId = session.newRequestId()
      const first = session.open(session.ask(requestId))
      await first.until('content', 2)
      if (first.first('done')) throw new NotTried('the answer was over before it could be cut')
      first.cut()
      const rest = await resumed(session, requestId, first.lastSeq)
      const whole = textAfter(rest.frames, textAfter(first.frames))
      hold('the text is whole', whole === textOf(rest) || rest.first('snapshot') !== undefined)
      const reason = rest.first('done')?.finish_reason
      hold('it is written on while nobody reads', reason !== 'stopped', reason)
      const again = await resumed(session, requestId, 0)
      hold('it is one answer', again.first('done')?.answer_id === rest.first('done')?.answer_id)
      hold('it is the same text', textOf(again) === whole)
    },
  ],
  [
    'who has everything is told the end again, by numbers beyond what it has',
    async (session) => {
      const whole = await session.whole()
      for (const after of [whole.lastSeq, whole.lastSeq + 20]) {
        const { frames } = await resumed(session, requestOf(whole), after)
        const [, snapshot, done] = frames
        const seen = frames.slice(1)
        const isSnapshot = snapshot?.type === 'snapshot' && snapshot.phase === 'processing'
        hold(
          'a snapshot and done come, and nothing else',
          isSnapshot && done?.type === 'done' && frames.length === 3,
          seen,
        )
        hold(
          'the snapshot has the whole text',
          snapshot?.full_content === textOf(whole),
          snapshot?.full_content,
        )
        hold(
          `their numbers are ${after + 1} and ${after + 2}`,
          snapshot?.seq === after + 1 && done?.seq === after + 2,
          [snapshot?.seq, done?.seq],
        )
      }
    },
  ],
  [
    'an answer that nobody asked for is STREAM_NOT_FOUND',
    async (session) => {
      const { code, retryable } = await refusal(session.open(session.resume(session.newRequestId(), 0)))
      hold('STREAM_NOT_FOUND, not retryable', code === 'STREAM_NOT_FOUND' && retryable === false, code)
    },
  ],
  [
    'an answer is its own user’s',
    async (session) => {
      const { otherToken: token } = session.target
      if (token === undefined) throw new NotTried('no token of another user was given')
      const whole = await session.whole()
      const { code } = await refusal(session.open(session.resume(requestOf(whole), 0, { token })))
      hold('STREAM_NOT_FOUND', code === 'STREAM_NOT_FOUND', code)
    },
  ],
]
