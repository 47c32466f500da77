import { type Asking, PLAIN } from './asking'
import type { Photo } from './photo-uploads'
import { isLive, type SavedAnswer, type TurnPhase } from './turn-phase'

/** An answer that a newer one to the same question stands in the place of. */
export interface EarlierAnswer {
  readonly text: string
  readonly reasoning: string
}

/** One question with its answer, as the conversation holds it. Nobody but a `TurnWriter` changes it. */
export interface Turn {
  /** Names the turn for its whole life; goes out again with every retry, so that nothing is paid for twice. */
  readonly requestId: string
  /** Missing until the server wrote the question. */
  readonly questionId: string | undefined
  /** The server has it under this request id; one that is asked again has the question's id before. */
  readonly accepted: boolean
  readonly content: string
  readonly photos: readonly Photo[]
  readonly asking: Asking
  /** Its answers before this one, oldest first. */
  readonly earlier: readonly EarlierAnswer[]
  readonly phase: TurnPhase
  /** All of the answer received so far. It stays whatever happens. */
  readonly text: string
  readonly reasoning: string
  /** Completion tokens so far, where the server tells. */
  readonly tokens: number | undefined
  /** How often it was asked again in vain, since it was last asked anew. */
  readonly retries: number
  /** Its question is being written anew. */
  readonly takenBack: boolean
}

/** Whether more of its answer may still come. */
export function isUnderWay({ phase }: Turn): boolean {
  return isLive(phase)
}

/** What there is of its saved answer; `undefined` before it is saved, and where it failed. */
export function savedOf({ phase }: Turn): SavedAnswer | undefined {
  return phase.name === 'done' || phase.name === 'stopped' ? phase : undefined
}

/** Whether the same turn may be asked once more, by its own request id. */
export function isRepeatable({ phase }: Turn): boolean {
  return phase.name === 'unsent' || (phase.name === 'failed' && phase.retryable)
}

/** Whether there is anything of an answer to read, were it an earlier one. */
export function hasAnswer({ text, earlier }: Turn): boolean {
  return text !== '' || earlier.length > 0
}

/** One of the answers to a turn's question; `version` from 1, the newest beyond those before it. */
export function answerAt(turn: Turn, version: number): EarlierAnswer {
  return turn.earlier[version - 1] ?? turn
}

/** A turn that has just been sent. */
export function newTurn(
  requestId: string,
  content: string,
  photos: readonly Photo[],
  asking: Asking = PLAIN,
): Turn {
  return {
    requestId,
    content,
    photos,
    asking,
    earlier: [],
    questionId: undefined,
    accepted: false,
    phase: photos.length > 0 ? { name: 'uploading' } : CONNECTING,
    text: '',
    reasoning: '',
    tokens: undefined,
    retries: 0,
    takenBack: false,
  }
}

/** A question that is about to be asked, or an answer about to be taken up. */
export const CONNECTING: TurnPhase = { name: 'connecting', stage: undefined, ahead: undefined }

/** The same question, asked anew under another id. What was answered before is kept. */
export function askedAgain(
  { content, photos, asking, questionId, ...before }: Turn,
  requestId: string,
): Turn {
  const { text, reasoning } = before
  const again = questionId === undefined ? {} : { again: questionId }
  return {
    ...newTurn(requestId, content, photos, { ...asking, ...again }),
    questionId,
    earlier: text === '' ? before.earlier : [...before.earlier, { text, reasoning }],
  }
}

/** A turn goes on its way again, with all that it had received. */
export function onceMore({ photos, retries }: Turn): Pick<Turn, 'phase' | 'retries'> {
  const isUp = photos.every((photo) => photo.url !== undefined)
  return { phase: isUp ? CONNECTING : { name: 'uploading' }, retries: retries + 1 }
}
