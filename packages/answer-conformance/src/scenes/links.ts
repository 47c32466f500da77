import { FINISHED, KEEPALIVE_INTERVAL, LAST_CONTENT, STORED } from './answer'
import type { Pause, Scene } from './scene'
import type { Stage } from './stage'

/** Milliseconds that a client may take to come back, on a machine under load. */
const AT_ONCE = 6000

/** First waits after a lost link: 300 ms, doubling, each shortened by up to a quarter. */
const BACK_OFF: readonly Pause[] = [225, 450, 900].map((least) => [least, least + AT_ONCE])
const SHORTEST = BACK_OFF.slice(0, 1)

/** The first links are lost after these numbers, one after the other; the next one lasts. */
async function lostAfter(stage: Stage, numbers: readonly number[]): Promise<void> {
  const last = numbers[stage.number]
  if (last !== undefined) return stage.loseAfter(last)
  stage.accept()
  await stage.writeRest()
}

/** After a number comes silence of so many keepalive intervals, then the rest. */
async function silentAfter(stage: Stage, seq: number, intervals: number): Promise<void> {
  stage.accept()
  await stage.write(seq)
  await stage.silence(intervals)
  await stage.writeOne(...STORED.slice(seq))
  await stage.close()
}

/** It looks open after a number, and nothing comes any more; the next one lasts. */
async function deadAfter(stage: Stage, seq: number): Promise<void> {
  stage.accept()
  if (stage.number > 0) return stage.writeRest()
  await stage.write(seq)
  await stage.fallSilent()
}

/** Links that last, break, and look as if they lasted. */
export const links: readonly Scene[] = [
  {
    name: 'whole',
    does: 'The answer comes from its start to its end.',
    links: [1, 1],
    async play(stage) {
      stage.accept()
      await stage.writeRest()
    },
  },
  {
    name: 'silence',
    does: 'In the midst of the answer nothing but keepalives comes for four intervals.',
    links: [1, 1],
    play: (stage) => silentAfter(stage, 4, 4),
  },
  {
    name: 'saving',
    does: 'After content_finished nothing but keepalives comes for four intervals, then done.',
    links: [1, 1],
    play: (stage) => silentAfter(stage, FINISHED, 4),
  },
  {
    name: 'long-silence',
    does: 'For 100 s nothing but keepalives comes: the 90 s of the content tier begin anew with each.',
    links: [1, 1],
    seconds: 100,
    play: (stage) => silentAfter(stage, 4, 100_000 / KEEPALIVE_INTERVAL),
  },
  {
    name: 'long-saving',
    does: 'For 130 s after content_finished nothing but keepalives comes: so do the 120 s of the processing tier.',
    links: [1, 1],
    seconds: 130,
    play: (stage) => silentAfter(stage, FINISHED, 130_000 / KEEPALIVE_INTERVAL),
  },
  {
    name: 'cut',
    does: 'The link is lost in the midst of the answer.',
    links: [2, 2],
    pauses: SHORTEST,
    play: (stage) => lostAfter(stage, [5]),
  },
  {
    name: 'cut-then-fails',
    does: 'The link is lost in the midst, and the answer fails soon after: what came before the cut is still there.',
    links: [2, 2],
    async play(stage) {
      if (stage.number === 0) return lostAfter(stage, [5])
      stage.accept()
      await stage.write(7)
      await stage.fail()
    },
  },
  {
    name: 'often-cut',
    does: 'Five links in a row are lost after two frames each.',
    links: [6, 6],
    pauses: SHORTEST,
    play: (stage) => lostAfter(stage, [2, 4, 6, 8, 10]),
  },
  {
    name: 'cut-before-accepted',
    does: 'Two links are lost before a frame has come: the same question goes out again.',
    links: [3, 3],
    pauses: BACK_OFF,
    async play(stage) {
      if (stage.number < 2) return stage.cut()
      stage.accept()
      await stage.writeRest()
    },
  },
  {
    name: 'cut-after-accepted',
    does: 'The link is lost when the question was accepted, before anything with a number.',
    links: [2, 2],
    play: (stage) => lostAfter(stage, [0]),
  },
  {
    name: 'cut-after-content-finished',
    does: 'The link is lost between content_finished and done: the answer is not saved yet, and has not ended.',
    links: [2, 2],
    play: (stage) => lostAfter(stage, [FINISHED]),
  },
  {
    name: 'closed',
    does: 'The server closes with 1000 in the midst: a close ends no answer.',
    links: [2, 2],
    async play(stage) {
      stage.accept()
      if (stage.number > 0) return stage.writeRest()
      await stage.write(LAST_CONTENT)
      await stage.close()
    },
  },
  {
    name: 'half-open',
    does: 'The link looks open, and nothing comes any more: after three keepalive intervals it counts as dead.',
    links: [2, 2],
    pauses: [[3 * KEEPALIVE_INTERVAL - 200, 3 * KEEPALIVE_INTERVAL + AT_ONCE]],
    play: (stage) => deadAfter(stage, 5),
  },
  {
    name: 'half-open-while-saving',
    does: 'The link looks open after content_finished, and nothing comes any more.',
    links: [2, 2],
    pauses: [[3 * KEEPALIVE_INTERVAL - 200, 3 * KEEPALIVE_INTERVAL + AT_ONCE]],
    play: (stage) => deadAfter(stage, FINISHED),
  },
  {
    name: 'no-websocket',
    does: 'No socket is let in: the fourth attempt is the last, and goes by the event stream where the client can read one.',
    links: [4, 4],
    pauses: BACK_OFF,
    opens: () => false,
    async play(stage) {
      stage.accept()
      await stage.writeRest()
    },
  },
]
