import type { SessionState } from '../../typings/protocol'
import type { Turn } from './turn'

/** What changed in the conversation. The page turns these into patches; no change carries a whole answer. */
export type ConversationChange =
  /** Another list of turns: a session was opened, or older turns came before the others. */
  | { type: 'turns' }
  /** A turn was added at the end. */
  | { type: 'added'; turn: Turn }
  /** Something of a turn changed that is shown in words: its state, its stage, its counters, its rating. */
  | { type: 'status'; turn: Turn }
  /** Its answer grew. */
  | { type: 'append'; turn: Turn; delta: string }
  /** Its answer is to be shown anew, from `turn.text`. */
  | { type: 'replace'; turn: Turn }
  /** Its reasoning grew, or (`anew`) begins again with `delta`. */
  | { type: 'reasoning'; turn: Turn; delta: string; anew: boolean }
  /** It ended: done, stopped or failed. */
  | { type: 'settled'; turn: Turn }
  /** The photos of the question that is being written, or how many it may have, and how many words. */
  | { type: 'photos' }
  /** The session that was open was deleted elsewhere; a new conversation is open now. */
  | { type: 'gone' }
  /** Loading of the history began or ended. */
  | { type: 'history' }
  /** The session's title. */
  | { type: 'title' }
  /** The words of the question that is being written are others: another conversation is open, or some were laid back. */
  | { type: 'draft' }
  /** Another kind of answer is chosen for the question that is being written. */
  | { type: 'mode' }
  /** An answer began or ended in a session, open or not. */
  | { type: 'session'; sessionId: string; state: SessionState }
