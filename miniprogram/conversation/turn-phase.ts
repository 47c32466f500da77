import type { Extras, FinishReason, Stage } from '../../typings/protocol'

/** A student's opinion of an answer. */
export type Rating = 'up' | 'down'

/** Whether the mistake book has the exercise, as far as this run of the program knows. */
export type Kept = 'no' | 'on-its-way' | 'yes'

/** How far the server has come with an answer that is under way. */
interface Progress {
  readonly stage: Stage | undefined
  /** How many questions are before it, where it waits for its turn. */
  readonly ahead: number | undefined
}

/** An answer whose stream is at work, in the stream's own words; `suspended` waits for the program to come back to the front. */
export interface Linked extends Progress {
  readonly name: 'connecting' | 'streaming' | 'processing' | 'reconnecting' | 'suspended'
}

/** What there is of an answer once the server has saved it. */
export interface SavedAnswer {
  readonly finishReason: FinishReason | undefined
  readonly answerId: string | undefined
  readonly rating: Rating | undefined
  /** What was made after the answer; none until the server told, or where it never will. */
  readonly extras: Extras | undefined
  readonly kept: Kept
}

/** An answer that is over: whole, or stopped by the student. */
export interface Saved extends SavedAnswer {
  readonly name: 'done' | 'stopped'
}

/** Why there is no answer, or no more of it. */
export interface Failure {
  readonly name: 'failed'
  readonly code: string
  /** The server's own words for that, where they say more than the code. */
  readonly words: string | undefined
  /** The same turn may be asked again. */
  readonly retryable: boolean
}

/**
 * Where a turn stands. `uploading`: its photos go up. `stopping`: the student has stopped it, and the server's word on that is
 * waited for. `unsent`: stopped before it was asked; it goes out as it is when it is sent again.
 */
export type TurnPhase = { readonly name: 'uploading' | 'stopping' | 'unsent' } | Linked | Saved | Failure

type Name = TurnPhase['name']

const ENDS: readonly Name[] = ['done', 'stopped', 'failed']
/** From the photos to the end, in any order that the stream takes: which of its states follow each other is the stream's own table. */
const ONWARD: readonly Name[] = [
  'uploading',
  'connecting',
  'streaming',
  'processing',
  'reconnecting',
  'suspended',
  'stopping',
  ...ENDS,
]
const ANEW: readonly Name[] = ['uploading', 'connecting']

/**
 * What follows what. A saved answer only becomes another by its rating and what is made of it; one that is asked anew is another turn.
 * `connecting` is also where an answer stands that is taken up again, and may be stopped before its stream is there. The same table
 * is drawn in `docs/answer-states.md`.
 */
export const LEADS_TO: Readonly<Record<Name, readonly Name[]>> = {
  uploading: ['connecting', 'unsent', 'failed'],
  connecting: [...ONWARD, 'unsent'],
  streaming: ONWARD,
  processing: ONWARD,
  reconnecting: ONWARD,
  suspended: ONWARD,
  stopping: ENDS,
  done: ['done'],
  stopped: ['stopped'],
  unsent: ANEW,
  failed: ANEW,
}

/** Whether a phase may follow another; of one that failed, where it may be asked again. */
export function mayFollow(phase: TurnPhase, next: TurnPhase): boolean {
  return LEADS_TO[phase.name].includes(next.name) && (phase.name !== 'failed' || phase.retryable)
}

/** Whether more of the answer may still come. */
export function isLive({ name }: TurnPhase): boolean {
  return !ENDS.includes(name) && name !== 'unsent'
}

/** Whether a stream is at work. */
export function isLinked(phase: TurnPhase): phase is Linked {
  return 'stage' in phase
}

/** The stream is in another state; how far the server has come is as it was. */
export function linked(name: Linked['name'], before: TurnPhase): Linked {
  const { stage, ahead } = isLinked(before) ? before : { stage: undefined, ahead: undefined }
  return { name, stage, ahead }
}

/** An answer that has just been saved, or is told as saved. */
export function saved(name: Saved['name'], answer: Partial<SavedAnswer> = {}): Saved {
  const nothing = { finishReason: undefined, answerId: undefined, rating: undefined, extras: undefined }
  return { name, ...nothing, kept: 'no', ...answer }
}

/** A failure. `words`: the server's own. */
export function failure(code: string, retryable: boolean, words?: string): Failure {
  return { name: 'failed', code, words, retryable }
}

/** An answer that nobody follows any more, and that can be gone on with. */
export const INTERRUPTED: Failure = failure('GENERATION_INTERRUPTED', true)
