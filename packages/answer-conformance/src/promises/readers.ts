import { seqOf } from '../frame'
import type { Link } from '../link'
import { hold, NotTried, type Promised, type Session } from '../promise'
import { holdStopped } from './stopping'

/** Numbers by which a link is ahead of what is written, as after a crash that lost them. */
const AHEAD = 50

/** A first reader of an answer that is being written. */
async function reading(session: Session, others: object = {}): Promise<{ requestId: string; first: Link }> {
  const requestId = session.newRequestId()
  const first = session.open(session.ask(requestId, others))
  await first.until('content')
  return { requestId, first }
}

const codeOf = (link: Link): unknown => link.first('error')?.code

/** Another link came; an answer that was over too soon shows nothing. */
async function holdSuperseded(older: Link, newer: Link): Promise<void> {
  await newer.until('accepted')
  const before = older.lastSeq
  await older.ended()
  if (older.first('done')) {
    // One frame may have been on its way.
    hold('the older link hears no more', older.lastSeq <= before + 3, older.frames.at(-1))
    throw new NotTried('the answer was over before another link came')
  }
  hold('the older link is told SUPERSEDED', codeOf(older) === 'SUPERSEDED', older.frames.at(-1))
  const code = await older.closed()
  hold('it is closed with 1011', code === 1011, code)
}

async function along(session: Session, requestId: string, client_id: string): Promise<Link> {
  const link = session.open(session.resume(requestId, 0, { client_id }))
  await link.until('accepted')
  return link
}

/** The answer is of no more use. */
async function stop(...links: Link[]): Promise<void> {
  links.find(({ isClosed }) => !isClosed)?.say({ type: 'stop' })
  await Promise.all(links.map((link) => link.ended()))
}

/** Several links of one answer. */
export const readers: Promised[] = [
  [
    'among links that name no client the newest wins, and the older is told SUPERSEDED',
    async (session) => {
      const { requestId, first } = await reading(session)
      const second = session.open(session.resume(requestId, first.lastSeq))
      await holdSuperseded(first, second)
      await stop(second)
    },
  ],
  [
    'a link takes the place of the same client’s older one',
    async (session) => {
      const { requestId, first } = await reading(session, { client_id: 'phone' })
      const second = session.open(session.resume(requestId, 0, { client_id: 'phone' }))
      await holdSuperseded(first, second)
      await stop(second)
    },
  ],
  [
    'links of other clients read along, and any of them may stop',
    async (session) => {
      const { requestId, first } = await reading(session)
      const tablet = await along(session, requestId, 'tablet')
      const parent = await along(session, requestId, 'parent')
      const stoppedAt = parent.now
      parent.say({ type: 'stop' })
      const all = [first, tablet, parent]
      await Promise.all(all.map((link) => link.ended()))
      for (const link of all)
        hold('each comes to done', link.frames.at(-1)?.type === 'done', link.frames.at(-1))
      holdStopped(parent, stoppedAt)
    },
  ],
  [
    'a resume beyond what is written has the numbers jump, and whoever reads along gets a snapshot too',
    async (session) => {
      const { requestId, first } = await reading(session, { client_id: 'phone' })
      const after = first.lastSeq + AHEAD
      const ahead = session.open(session.resume(requestId, after, { client_id: 'tablet' }))
      await ahead.until('snapshot')
      await first.until('snapshot')
      const isOver = first.frames.find((frame) => Number(frame.seq) <= after && frame.type === 'done')
      await stop(ahead, first)
      if (isOver) throw new NotTried('the answer was over before another link came')
      for (const link of [ahead, first]) {
        const at = link.frames.findIndex(({ type }) => type === 'snapshot')
        hold('each is told a snapshot', at !== -1, link.frames.at(-1))
        const numbers = link.frames.slice(at).flatMap((frame) => seqOf(frame) ?? [])
        const [start = 0] = numbers
        const areBeyond = start > after && numbers.every((seq, index) => seq === start + index)
        hold(`numbers go on beyond ${after}, without a gap`, areBeyond, numbers)
      }
    },
  ],
  [
    'a ninth reader is refused with OVERLOADED and disturbs nobody',
    async (session) => {
      const { requestId, first } = await reading(session, { client_id: 'reader-1' })
      const others = [2, 3, 4, 5, 6, 7, 8].map((index) => along(session, requestId, `reader-${index}`))
      const eight = [first, ...(await Promise.all(others))]
      const ninth = session.open(session.resume(requestId, 0, { client_id: 'reader-9' }))
      await Promise.race([ninth.until('accepted'), ninth.ended()])
      const isOver = eight.some((link) => link.first('done'))
      const refused = codeOf(ninth) === 'OVERLOADED'
      const disturbed = eight.map(codeOf).filter((code) => code !== undefined)
      await stop(...eight, ninth)
      if (isOver) throw new NotTried('the answer was over before eight had come')
      hold('the ninth is told OVERLOADED', refused, ninth.frames[0])
      hold('nobody is disturbed', disturbed.length === 0, disturbed)
    },
  ],
]
