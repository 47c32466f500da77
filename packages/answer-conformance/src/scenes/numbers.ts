import type { Frame } from '../frame'
import {
  content,
  contentFinished,
  DONE,
  done,
  FAILED,
  FINISHED,
  KEEPALIVE_INTERVAL,
  LAST_CONTENT,
  STORED,
  TEXT,
  textUpTo,
} from './answer'
import type { Scene } from './scene'
import type { Stage } from './stage'

/** A text of 300,000 characters in one frame. */
const HUGE = '很长的一行。'.repeat(50_000)

/** The first link says these frames and is lost; the next one is a right one. */
async function mistaken(stage: Stage, ...frames: readonly Frame[]): Promise<void> {
  stage.accept()
  if (stage.number > 0) return stage.writeRest()
  await stage.writeOne(...frames)
  await stage.fallSilent()
}

async function failing(stage: Stage, ...frames: readonly Frame[]): Promise<void> {
  stage.accept()
  await stage.writeOne(...frames)
  await stage.fail()
}

async function inOneGo(stage: Stage, ...frames: readonly Frame[]): Promise<void> {
  stage.accept()
  await stage.writeOne(...frames)
  await stage.close()
}

/** In place of what the client has missed the next link gives the whole state as it is at a number. */
async function snapshotAt(stage: Stage, seq: number, phase: object, rest: readonly Frame[]): Promise<void> {
  if (stage.number === 0) return stage.loseAfter(5)
  stage.accept()
  await stage.writeOne(
    { type: 'snapshot', seq, full_content: textUpTo(Math.min(seq, LAST_CONTENT)), ...phase },
    ...rest,
  )
  await stage.close()
}

/** Numbers that come twice, are missing, or belong to something unknown. */
export const numbers: readonly Scene[] = [
  {
    name: 'doubled',
    does: 'Each frame comes twice, then the answer fails: what it has of it is there once.',
    links: [1, 1],
    play: (stage) => failing(stage, ...STORED.slice(0, LAST_CONTENT).flatMap((frame) => [frame, frame])),
  },
  {
    name: 'told-again',
    does: 'After a lost link everything is told from number 1 again, and the answer fails: what it has of it is there once.',
    links: [2, 2],
    play: (stage) =>
      stage.number === 0 ? stage.loseAfter(7) : failing(stage, ...STORED.slice(0, LAST_CONTENT)),
  },
  {
    name: 'gap',
    does: 'A number is missing: nothing behind it is taken, and the client resumes before it, without waiting for more. Then the answer fails.',
    links: [2, 2],
    pauses: [[0, 3 * KEEPALIVE_INTERVAL - 200]],
    play: (stage) =>
      stage.number === 0
        ? mistaken(stage, ...STORED.slice(0, 4), ...STORED.slice(5, 8))
        : failing(stage, ...STORED.slice(stage.after ?? 0, LAST_CONTENT)),
  },
  {
    name: 'gap-before-content-finished',
    does: 'Three numbers before content_finished are missing: its whole text closes the gap.',
    links: [1, 1],
    play: (stage) => inOneGo(stage, ...STORED.slice(0, LAST_CONTENT - 3), ...STORED.slice(FINISHED - 1)),
  },
  {
    name: 'gap-before-done',
    does: 'content_finished is missing: done closes no gap.',
    links: [2, 2],
    play: (stage) => mistaken(stage, ...STORED.slice(0, LAST_CONTENT), ...STORED.slice(DONE - 1)),
  },
  {
    name: 'mended',
    does: 'content_finished has another text than the pieces before it: that one is the answer.',
    links: [1, 1],
    play: (stage) =>
      inOneGo(
        stage,
        content(1, '答案是 '),
        content(2, '4'),
        contentFinished(3, '答案是 5，不是 4。'),
        done(4),
      ),
  },
  {
    name: 'snapshot',
    does: 'What was missed is no longer kept: a snapshot stands for all that there was. A little later the answer fails.',
    links: [2, 2],
    play: (stage) => snapshotAt(stage, 9, { phase: 'content' }, [...STORED.slice(9, LAST_CONTENT), FAILED]),
  },
  {
    name: 'snapshot-while-saving',
    does: 'The snapshot is of an answer that is whole and being saved.',
    links: [2, 2],
    play: (stage) =>
      snapshotAt(stage, FINISHED, { phase: 'processing', finish_reason: 'stop' }, STORED.slice(FINISHED)),
  },
  {
    name: 'unknown-types',
    does: 'Frames of types that nobody knows, with and without numbers, and unknown fields; their numbers count.',
    links: [1, 1],
    play: (stage) =>
      inOneGo(
        stage,
        { type: 'from_the_future', content: '不是答案' },
        { type: 'status', seq: 1, stage: 'from_the_future', also: [] },
        { type: 'from_the_future', seq: 2, content: '不是答案', full_content: '不是答案' },
        { type: 'content', seq: 3, content: '四', also: { content: '不是答案' } },
        contentFinished(4, '四'),
        { type: 'from_the_future', seq: 5, content: '不是答案', full_content: '不是答案' },
        done(6),
      ),
  },
  {
    name: 'unknown-type-lost',
    does: 'The link is lost after a frame of unknown type: its number is the last one.',
    links: [2, 2],
    async play(stage) {
      const frames = [
        content(1, '四'),
        { type: 'from_the_future', seq: 2 },
        content(3, '。'),
        contentFinished(4, '四。'),
        done(5),
      ]
      if (stage.number > 0) return inOneGo(stage, ...frames.slice(stage.after ?? 0))
      stage.accept()
      await stage.writeOne(...frames.slice(0, 2))
      await stage.cut()
    },
  },
  {
    name: 'huge',
    does: 'One frame has 300,000 characters, and so has content_finished.',
    links: [1, 1],
    play: (stage) => inOneGo(stage, content(1, HUGE), contentFinished(2, HUGE), done(3)),
  },
  {
    name: 'reasoning',
    does: 'The model tells its reasoning first, which is no part of the answer; then that fails.',
    links: [1, 1],
    play: (stage) => failing(stage, { type: 'reasoning', seq: 1, reasoning: '先想一想。' }, content(2, TEXT)),
  },
  {
    name: 'cut-short',
    does: 'The model came to its longest length: the answer ends with `length`, and is no whole one.',
    links: [1, 1],
    play: (stage) =>
      inOneGo(stage, content(1, '因为'), contentFinished(2, '因为', 'length'), done(3, 'length')),
  },
]
