/** The words of an answer's life in the client: its states, what can happen, what can hold, what is then done. */

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
/** Where an answer stands. */
export type AnswerState = (typeof ANSWER_STATES)[number]

/** What can happen to an answer. */
export type Signal =
  /** It begins. */
  | 'start'
  /** A frame came that is not an error: the server answers. */
  | 'frame'
  /** No more content will come; the server saves. */
  | 'content_finished'
  /** There is more content after all: another message of the same answer. */
  | 'content_resumed'
  | 'done'
  /** An error that ends the answer, the server's or the client's own check. */
  | 'refused'
  /** The link failed, closed, went silent or left a gap; or an attempt to open one did, or found no room on the phone. */
  | 'link_lost'
  /** The server no longer takes the token, and there is a way to a new one. */
  | 'token_expired'
  /** The back-off's delay is over. */
  | 'retry_due'
  /** The device is connected again, or to another network. */
  | 'network_returned'
  /** A weak network is strong again. */
  | 'network_recovered'
  /** The program went to the background; it came to the front. */
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
  /** Another link can go on after what was received. */
  | 'resumable'
  /** It was asked, it cannot resume, and it must not be asked a second time: the present link is the only one. */
  | 'only_link'
  /** `content_finished` has come. */
  | 'finished'
  /** Another attempt before the first frame is allowed. */
  | 'attempts_left'
  /** No link and none being opened: a back-off runs. */
  | 'waiting'
  /** The first message was sent on a link that the server's word on a stop can come back over. */
  | 'stop_answered'
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
  /** Give up the link, and signal `retry_due` after the back-off's delay, the one that the server asked for, or the one between looks for room. */
  | 'retry_later'
  /** Give up the link. */
  | 'drop_link'
  /** Expect a sign of life soon: the network changed under the link. */
  | 'doubt_link'
  /** Say that the content is whole; start the processing tier. */
  | 'await_done'
  /** Start the content tier anew. */
  | 'await_content'
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
  /** The server's last word has come: it need not be told of the stop any more. */
  | 'confirm_stop'
  /** Settle: with the answer, as stopped, or with the error. */
  | 'succeed'
  | 'settle_stopped'
  | 'fail'
