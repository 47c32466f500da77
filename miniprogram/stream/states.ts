/**
 * The life of an answer in the client: its states, what can happen, and the one table that says what follows.
 * `docs/answer-states.md` is drawn from this table by `scripts/draw-answer-states.ts`.
 */

/** The states, named once. */
export const ANSWER_STATES = [
  'idle',
  'connecting',
  'streaming',
  'processing',
  'reconnecting',
  'suspended',
  'done',
  'stopped',
  'failed',
] as const
export type AnswerState = (typeof ANSWER_STATES)[number]

/** What can happen to an answer. */
export type Signal =
  /** It begins. */
  | 'start'
  /** A frame came that is not an error: the server answers. */
  | 'frame'
  /** No more content will come; the server saves. */
  | 'content_finished'
  | 'done'
  /** An error that ends the answer, the server's or the client's own check. */
  | 'refused'
  /** The link failed, closed, went silent or left a gap; or an attempt to open one did. */
  | 'link_lost'
  /** The server no longer takes the token, and there is a way to a new one. */
  | 'token_expired'
  /** The back-off's delay is over. */
  | 'retry_due'
  /** The device is connected again, or to another network. */
  | 'network_returned'
  /** A weak network is strong again. */
  | 'network_recovered'
  /** The program went to the background, came to the front. */
  | 'hidden'
  | 'shown'
  /** The silence that the running tier allows is over. */
  | 'tier_expired'
  /** The ceiling for one answer is reached. */
  | 'deadline'
  /** The student stops it; the wait for the server's word on that is over. */
  | 'stop'
  | 'stop_expired'

/** What holds when a signal comes; the driver answers these from what it has received, they are stored nowhere. */
export type Condition =
  /** The server is known to speak this protocol: it can resume. */
  | 'resumable'
  /** It is known to be an older one: no resume, no second ask. */
  | 'older'
  /** `content_finished` has come. */
  | 'finished'
  /** Another attempt before the first frame is allowed. */
  | 'attempts_left'
  /** No link and none being opened: a back-off runs. */
  | 'waiting'
  /** A link is open and the first message was sent on it. */
  | 'link_open'
  /** The link may be kept after a stay in the background: it is not dead, and the stay was short or the server cannot resume. */
  | 'link_usable'
  /** A frame has come over this very link. */
  | 'link_proven'

/** What the driver then does, in this order. */
export type Effect =
  /** Give up the link, if any, and open another at once. */
  | 'connect'
  /** The next retry is a small delay again. */
  | 'reset_backoff'
  /** Give up the link, and signal `retry_due` after the back-off's delay, or the one that the server asked for. */
  | 'retry_later'
  /** Give up the link. */
  | 'drop_link'
  /** Expect a sign of life soon: the network changed under the link. */
  | 'doubt_link'
  /** Say that the content is whole; start the processing tier. */
  | 'await_done'
  /** Timers rest; what was received goes to storage. */
  | 'rest'
  /** Timers go on where they rested. */
  | 'wake'
  /** Timers go on; the tier starts anew. */
  | 'wake_anew'
  /** Tell the server to stop, over the open link; wait at most 3 s for `done`. */
  | 'send_stop'
  /** Leave the stop in the outbox, which delivers it when there is a network. */
  | 'leave_stop'
  /** Settle: with the answer, as stopped, or with the error. */
  | 'succeed'
  | 'settle_stopped'
  | 'fail'

export interface Transition {
  readonly from: readonly AnswerState[]
  readonly on: Signal
  /** All must hold; none: always. */
  readonly when?: readonly Condition[]
  readonly to: AnswerState
  readonly effects: readonly Effect[]
}

/** States in which an answer is under way. */
const LIVE = ['connecting', 'streaming', 'processing', 'reconnecting', 'suspended'] as const
/** Those of them in the foreground. */
const AWAKE = ['connecting', 'streaming', 'processing', 'reconnecting'] as const

/** The first row that fits is taken. A signal without a row changes nothing. */
export const TRANSITIONS: readonly Transition[] = [
  { from: ['idle'], on: 'start', to: 'connecting', effects: ['connect'] },
  { from: ['idle'], on: 'refused', to: 'failed', effects: ['fail'] },

  { from: ['connecting'], on: 'frame', to: 'streaming', effects: [] },
  { from: ['reconnecting'], on: 'frame', when: ['finished'], to: 'processing', effects: [] },
  { from: ['reconnecting'], on: 'frame', to: 'streaming', effects: [] },
  { from: ['streaming'], on: 'content_finished', to: 'processing', effects: ['await_done'] },
  { from: ['suspended'], on: 'content_finished', to: 'suspended', effects: ['await_done'] },

  { from: LIVE, on: 'done', to: 'done', effects: ['succeed'] },
  { from: LIVE, on: 'refused', to: 'failed', effects: ['fail'] },

  {
    from: ['connecting'],
    on: 'link_lost',
    when: ['attempts_left'],
    to: 'connecting',
    effects: ['retry_later'],
  },
  { from: ['connecting'], on: 'link_lost', to: 'failed', effects: ['fail'] },
  {
    from: ['streaming', 'processing', 'reconnecting', 'suspended'],
    on: 'link_lost',
    when: ['older'],
    to: 'failed',
    effects: ['fail'],
  },
  {
    from: ['streaming', 'processing', 'reconnecting'],
    on: 'link_lost',
    to: 'reconnecting',
    effects: ['retry_later'],
  },
  { from: ['suspended'], on: 'link_lost', to: 'suspended', effects: ['drop_link'] },

  { from: ['connecting'], on: 'token_expired', to: 'connecting', effects: ['connect'] },
  {
    from: ['streaming', 'processing', 'reconnecting'],
    on: 'token_expired',
    to: 'reconnecting',
    effects: ['connect'],
  },
  { from: ['suspended'], on: 'token_expired', to: 'suspended', effects: ['drop_link'] },

  { from: ['connecting'], on: 'retry_due', to: 'connecting', effects: ['connect'] },
  { from: ['reconnecting'], on: 'retry_due', to: 'reconnecting', effects: ['connect'] },
  {
    from: ['connecting'],
    on: 'network_returned',
    when: ['waiting'],
    to: 'connecting',
    effects: ['reset_backoff', 'connect'],
  },
  {
    from: ['reconnecting'],
    on: 'network_returned',
    to: 'reconnecting',
    effects: ['reset_backoff', 'connect'],
  },
  {
    from: ['streaming'],
    on: 'network_returned',
    when: ['resumable'],
    to: 'streaming',
    effects: ['doubt_link'],
  },
  {
    from: ['processing'],
    on: 'network_returned',
    when: ['resumable'],
    to: 'processing',
    effects: ['doubt_link'],
  },
  {
    from: ['connecting'],
    on: 'network_recovered',
    when: ['waiting'],
    to: 'connecting',
    effects: ['reset_backoff', 'connect'],
  },
  {
    from: ['reconnecting'],
    on: 'network_recovered',
    when: ['waiting'],
    to: 'reconnecting',
    effects: ['reset_backoff', 'connect'],
  },

  { from: AWAKE, on: 'hidden', to: 'suspended', effects: ['rest'] },
  {
    from: ['suspended'],
    on: 'shown',
    when: ['link_usable', 'link_proven', 'finished'],
    to: 'processing',
    effects: ['wake'],
  },
  {
    from: ['suspended'],
    on: 'shown',
    when: ['link_usable', 'link_proven'],
    to: 'streaming',
    effects: ['wake'],
  },
  {
    from: ['suspended'],
    on: 'shown',
    when: ['link_usable', 'resumable'],
    to: 'reconnecting',
    effects: ['wake'],
  },
  { from: ['suspended'], on: 'shown', when: ['link_usable'], to: 'connecting', effects: ['wake'] },
  {
    from: ['suspended'],
    on: 'shown',
    when: ['resumable'],
    to: 'reconnecting',
    effects: ['wake_anew', 'reset_backoff', 'connect'],
  },
  { from: ['suspended'], on: 'shown', to: 'connecting', effects: ['wake_anew', 'reset_backoff', 'connect'] },

  { from: AWAKE, on: 'tier_expired', to: 'failed', effects: ['fail'] },
  { from: AWAKE, on: 'deadline', to: 'failed', effects: ['fail'] },

  { from: LIVE, on: 'stop', when: ['link_open'], to: 'stopped', effects: ['send_stop'] },
  { from: LIVE, on: 'stop', to: 'stopped', effects: ['leave_stop', 'settle_stopped'] },
  { from: ['stopped'], on: 'done', to: 'stopped', effects: ['settle_stopped'] },
  { from: ['stopped'], on: 'refused', to: 'stopped', effects: ['settle_stopped'] },
  { from: ['stopped'], on: 'link_lost', to: 'stopped', effects: ['leave_stop', 'settle_stopped'] },
  { from: ['stopped'], on: 'token_expired', to: 'stopped', effects: ['leave_stop', 'settle_stopped'] },
  { from: ['stopped'], on: 'stop_expired', to: 'stopped', effects: ['leave_stop', 'settle_stopped'] },
]

/** The table's rows by signal: most signals come with every frame. */
const BY_SIGNAL = new Map<Signal, Transition[]>()
for (const row of TRANSITIONS) BY_SIGNAL.set(row.on, [...(BY_SIGNAL.get(row.on) ?? []), row])

/** The row for `signal` in `state`, or `undefined` where it changes nothing. */
export function transitionFor(
  state: AnswerState,
  signal: Signal,
  holds: (condition: Condition) => boolean,
): Transition | undefined {
  return BY_SIGNAL.get(signal)?.find((row) => row.from.includes(state) && (row.when ?? []).every(holds))
}
