import type { AcceptedFrame, ContentFinishedFrame, DoneFrame } from '../../../../typings/protocol'
import { demand } from './report'
import type { Arrived } from './server-link'

/** One answer as it came, whole. */
export interface WholeAnswer {
  accepted: AcceptedFrame
  text: string
  done: DoneFrame
  /** Milliseconds until its first words. */
  firstWords: number
  /** Keepalives that came. */
  keepalives: number
}

/** Milliseconds by which the way here may lengthen a silence. */
const JITTER = 500
/** docs/protocol.md, "From the server": within 1 s; the way here takes its time, too. */
const ACCEPTED_WITHIN = 3000
/** Of an answer that is quicker nobody can tell whether it was held back. */
const LONG = 1500

/** Checks that frames are one whole answer as the protocol has it. Throws `Wrong`. */
export function wholeAnswer(arrived: readonly Arrived[]): WholeAnswer {
  const [first] = arrived
  demand(first !== undefined, 'nothing came')
  const error = arrived.map(({ frame }) => frame).find((frame) => frame.type === 'error')
  demand(error === undefined, `it was refused: ${error?.type === 'error' ? error.code : ''}`)
  const accepted = first.frame
  demand(accepted.type === 'accepted', `it began with ${accepted.type}`)
  demand(first.at <= ACCEPTED_WITHIN, `it was accepted only after ${seconds(first.at)}`)
  checkNumbers(arrived)
  checkKeepalives(arrived, accepted.keepalive_interval)
  const finished = arrived
    .map(({ frame }) => frame)
    .find((frame): frame is ContentFinishedFrame => frame.type === 'content_finished')
  const done = arrived.at(-1)?.frame
  demand(finished !== undefined && done?.type === 'done', `it ended with ${done?.type}`)
  const text = textOf(arrived)
  demand(text === finished.full_content, 'its pieces are not its text')
  demand(text.trim() !== '', 'it has no text')
  const words = arrived.find(({ frame }) => frame.type === 'content' || frame.type === 'snapshot')
  return {
    accepted,
    text,
    done,
    firstWords: words?.at ?? 0,
    keepalives: arrived.filter(({ frame }) => frame.type === 'keepalive').length,
  }
}

/**
 * Checks that the frames of an answer that was written meanwhile did not come at once: what is held back until its end was accepted late as
 * well, and this says why. Throws `Wrong`.
 */
export function demandUnbuffered(arrived: readonly Arrived[]): void {
  const [first, last] = [arrived[0]?.at ?? 0, arrived.at(-1)?.at ?? 0]
  const isWhole = arrived.at(-1)?.frame.type === 'done'
  demand(
    !isWhole || last < LONG || first < last * 0.8,
    'everything came at once, at the end: something on the way holds it back',
  )
}

/** 1, 2, 3 …: a missing one is a frame that something on the way has swallowed. */
function checkNumbers(arrived: readonly Arrived[]): void {
  const numbers = arrived.flatMap(({ frame }) => ('seq' in frame ? frame.seq : []))
  const wrong = numbers.findIndex((seq, index) => seq !== (numbers[0] ?? 0) + index)
  demand(wrong === -1, `frame ${numbers[wrong - 1]} is followed by ${numbers[wrong]}`)
}

/** Only where nothing else was sent for longer than the interval is a keepalive owed. */
function checkKeepalives(arrived: readonly Arrived[], interval: number): void {
  for (const [index, { at }] of arrived.entries()) {
    const silence = at - (arrived[index - 1]?.at ?? at)
    demand(
      silence <= interval + JITTER,
      `silent for ${seconds(silence)} without a keepalive, which is due after ${seconds(interval)}`,
    )
  }
}

function textOf(arrived: readonly Arrived[]): string {
  return arrived.reduce((text, { frame }) => {
    if (frame.type === 'content') return text + frame.content
    return frame.type === 'snapshot' ? frame.full_content : text
  }, '')
}

/** Milliseconds, for a line of the check. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
