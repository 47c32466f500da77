import type { AnswerState, Condition, Effect, Signal } from './states'

/** One row of the table. */
export interface Transition {
  readonly from: readonly AnswerState[]
  readonly on: Signal
  /** All must hold; none: always. */
  readonly when: readonly Condition[]
  readonly to: AnswerState
  /** Carried out in this order. */
  readonly effects: readonly Effect[]
}

/** States in which an answer is under way. */
const LIVE: readonly AnswerState[] = ['connecting', 'streaming', 'processing', 'reconnecting', 'suspended']
/** Those of them in the foreground. */
const AWAKE: readonly AnswerState[] = ['connecting', 'streaming', 'processing', 'reconnecting']
/** Those of them that a frame has led to. */
const MET: readonly AnswerState[] = ['streaming', 'processing', 'reconnecting', 'suspended']

/**
 * The whole life of an answer: from, on, when, to, effects. The first row that fits is taken; a signal without a row changes
 * nothing. `docs/answer-states.md` is drawn from this table by `scripts/draw-answer-states.ts`.
 */
export const TRANSITIONS: readonly Transition[] = [
  row(['idle'], 'start', [], 'connecting', ['connect']),
  row(['idle'], 'refused', [], 'failed', ['fail']),

  row(['connecting'], 'frame', [], 'streaming', []),
  row(['reconnecting'], 'frame', ['finished'], 'processing', []),
  row(['reconnecting'], 'frame', [], 'streaming', []),
  row(['streaming'], 'content_finished', [], 'processing', ['await_done']),
  row(['suspended'], 'content_finished', [], 'suspended', ['await_done']),
  row(['processing'], 'content_resumed', [], 'streaming', ['await_content']),
  row(['suspended'], 'content_resumed', [], 'suspended', ['await_content']),

  row(LIVE, 'done', [], 'done', ['succeed']),
  row(LIVE, 'refused', [], 'failed', ['fail']),

  row(['connecting'], 'link_lost', ['attempts_left'], 'connecting', ['retry_later']),
  row(['connecting'], 'link_lost', [], 'failed', ['fail']),
  row(MET, 'link_lost', ['only_link'], 'failed', ['fail']),
  row(['streaming', 'processing', 'reconnecting'], 'link_lost', [], 'reconnecting', ['retry_later']),
  row(['suspended'], 'link_lost', [], 'suspended', ['drop_link']),

  row(['connecting'], 'token_expired', [], 'connecting', ['connect']),
  row(['streaming', 'processing', 'reconnecting'], 'token_expired', [], 'reconnecting', ['connect']),
  row(['suspended'], 'token_expired', [], 'suspended', ['drop_link']),

  row(['connecting'], 'retry_due', [], 'connecting', ['connect']),
  row(['reconnecting'], 'retry_due', [], 'reconnecting', ['connect']),
  row(['connecting'], 'network_returned', ['waiting'], 'connecting', ['reset_backoff', 'connect']),
  row(['reconnecting'], 'network_returned', [], 'reconnecting', ['reset_backoff', 'connect']),
  row(['streaming'], 'network_returned', ['resumable'], 'streaming', ['doubt_link']),
  row(['processing'], 'network_returned', ['resumable'], 'processing', ['doubt_link']),
  row(['connecting'], 'network_recovered', ['waiting'], 'connecting', ['reset_backoff', 'connect']),
  row(['reconnecting'], 'network_recovered', ['waiting'], 'reconnecting', ['reset_backoff', 'connect']),

  row(AWAKE, 'hidden', [], 'suspended', ['rest']),
  row(['suspended'], 'shown', ['link_usable', 'link_proven', 'finished'], 'processing', ['wake']),
  row(['suspended'], 'shown', ['link_usable', 'link_proven'], 'streaming', ['wake']),
  row(['suspended'], 'shown', ['link_usable', 'resumable'], 'reconnecting', ['wake']),
  row(['suspended'], 'shown', ['link_usable'], 'connecting', ['wake']),
  row(['suspended'], 'shown', ['resumable'], 'reconnecting', ['wake_anew', 'reset_backoff', 'connect']),
  row(['suspended'], 'shown', [], 'connecting', ['wake_anew', 'reset_backoff', 'connect']),
  // A host may tell of a return without having told of the leaving.
  row(['connecting'], 'shown', ['waiting'], 'connecting', ['reset_backoff', 'connect']),
  row(['reconnecting'], 'shown', ['waiting'], 'reconnecting', ['reset_backoff', 'connect']),

  row(AWAKE, 'tier_expired', [], 'failed', ['fail']),
  row(AWAKE, 'deadline', [], 'failed', ['fail']),

  row(LIVE, 'stop', ['stop_answered'], 'stopped', ['send_stop']),
  row(LIVE, 'stop', [], 'stopped', ['leave_stop', 'settle_stopped']),
  row(['stopped'], 'done', [], 'stopped', ['confirm_stop', 'settle_stopped']),
  row(['stopped'], 'refused', [], 'stopped', ['confirm_stop', 'settle_stopped']),
  row(['stopped'], 'link_lost', [], 'stopped', ['leave_stop', 'settle_stopped']),
  row(['stopped'], 'token_expired', [], 'stopped', ['leave_stop', 'settle_stopped']),
  row(['stopped'], 'stop_expired', [], 'stopped', ['leave_stop', 'settle_stopped']),
]

/** The table's rows by signal: most signals come with every frame. */
const BY_SIGNAL = new Map<Signal, Transition[]>()
for (const each of TRANSITIONS) BY_SIGNAL.set(each.on, [...(BY_SIGNAL.get(each.on) ?? []), each])

/** The row for `signal` in `state`, or `undefined` where it changes nothing. */
export function transitionFor(
  state: AnswerState,
  signal: Signal,
  holds: (condition: Condition) => boolean,
): Transition | undefined {
  return BY_SIGNAL.get(signal)?.find(({ from, when }) => from.includes(state) && when.every(holds))
}

function row(
  from: readonly AnswerState[],
  on: Signal,
  when: readonly Condition[],
  to: AnswerState,
  effects: readonly Effect[],
): Transition {
  return { from, on, when, to, effects }
}
