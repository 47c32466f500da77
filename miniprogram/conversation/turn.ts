import type { Extras, FinishReason, HistoryAnswer, HistoryItem, Stage } from '../../typings/protocol'
import type { JournaledAnswer } from '../api/learning'
import { type Asking, askingOf, PLAIN } from './asking'
import type { Photo } from './photo-uploads'
import { uploadedPhoto } from './photo-uploads'

/**
 * Where a turn stands. All but the last three are under way; `suspended` is an answer that waits for the program
 * to come back to the front.
 */
export type TurnState =
  | 'uploading'
  | 'connecting'
  | 'streaming'
  | 'processing'
  | 'reconnecting'
  | 'suspended'
  | 'done'
  | 'stopped'
  | 'failed'

/** A student's opinion of an answer. */
export type Rating = 'up' | 'down'

/** An answer that a newer one to the same question stands in the place of. */
export interface EarlierAnswer {
  readonly text: string
  readonly reasoning: string
}

/** Whether the mistake book has the exercise, as far as this run of the program knows. */
export type Kept = 'no' | 'on-its-way' | 'yes'

/** One question with its answer, as the conversation holds it. The page shows it and never changes it. */
export interface Turn {
  /** Names the turn for its whole life; goes out again with every retry, so that nothing is paid for twice. */
  readonly requestId: string
  /** Missing until the server wrote the question. */
  questionId: string | undefined
  /** The server has it under this request id; one that is asked again has the question's id before. */
  accepted: boolean
  readonly content: string
  readonly photos: readonly Photo[]
  readonly asking: Asking
  /** Its answers before this one, oldest first. */
  readonly earlier: readonly EarlierAnswer[]
  state: TurnState
  stage: Stage | undefined
  /** How many questions are before it, where it waits for its turn. */
  ahead: number | undefined
  /** All of the answer received so far. It stays whatever happens. */
  text: string
  reasoning: string
  /** Completion tokens so far, where the server tells. */
  tokens: number | undefined
  finishReason: FinishReason | undefined
  answerId: string | undefined
  rating: Rating | undefined
  /** What was made after the answer; none until the server told, or where it never will. */
  extras: Extras | undefined
  kept: Kept
  /** Why it failed. */
  errorCode: string | undefined
  /** The server's own words for that, where they say more than the code. */
  errorWords: string | undefined
  /** The same turn may be asked again. */
  retryable: boolean
  /** How often it was asked again in vain, since it was last asked anew. */
  retries: number
  /** Its question is being written anew. */
  takenBack: boolean
}

/** Whether more of its answer may still come. */
export function isUnderWay(turn: Turn): boolean {
  return turn.state !== 'done' && turn.state !== 'stopped' && turn.state !== 'failed'
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
    state: photos.length > 0 ? 'uploading' : 'connecting',
    stage: undefined,
    ahead: undefined,
    text: '',
    reasoning: '',
    tokens: undefined,
    finishReason: undefined,
    answerId: undefined,
    rating: undefined,
    extras: undefined,
    kept: 'no',
    errorCode: undefined,
    errorWords: undefined,
    retryable: false,
    retries: 0,
    takenBack: false,
  }
}

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

/** A failed turn goes on its way again, with all that it had received. */
export function restart(turn: Turn): void {
  turn.state = turn.photos.every((photo) => photo.url !== undefined) ? 'connecting' : 'uploading'
  turn.errorCode = undefined
  turn.errorWords = undefined
  turn.retryable = false
  turn.retries += 1
  turn.stage = undefined
}

/** Marks a turn whose answer nobody follows as one that can be gone on with. */
export function interrupt(turn: Turn): void {
  turn.state = 'failed'
  turn.errorCode = 'GENERATION_INTERRUPTED'
  turn.retryable = true
}

/** Failures after which asking the same again cannot help; a code that a newer server brought may be tried. */
const finalCodes: ReadonlySet<string> = new Set([
  'BAD_REQUEST',
  'AUTH_ERROR',
  'AUTH_EXPIRED',
  'CONTENT_REJECTED',
  'STREAM_NOT_FOUND',
  'SUPERSEDED',
])

/** A turn that was under way when an earlier run of the program ended. */
export function turnFromJournal(left: JournaledAnswer, address: (url: string) => string): Turn {
  const { requestId, params, text } = left
  const photos = photosAt(requestId, params.image_urls ?? [], address)
  const turn = newTurn(requestId, params.content, photos, askingOf(params))
  turn.questionId = params.again
  turn.state = 'connecting'
  turn.text = text
  return turn
}

function photosAt(requestId: string, urls: readonly string[], address: (url: string) => string): Photo[] {
  return urls.map((url, index) => uploadedPhoto(`${requestId}-${index}`, url, address(url)))
}

/**
 * The turns of a page of the history, each under a name of its own. Where the server gave none, nobody can go on with an
 * answer: the model would be asked anew.
 */
export function turnsFromHistory(items: readonly HistoryItem[], address: (url: string) => string): Turn[] {
  const taken = new Set(items.map((item) => item.request_id))
  const used = new Set([''])
  return items.map((item, index) => {
    const isNamed = !used.has(item.request_id)
    let requestId = isNamed ? item.request_id : `unnamed-${index}`
    while (!isNamed && (taken.has(requestId) || used.has(requestId))) requestId += '-'
    used.add(requestId)
    const turn = turnFromHistory({ ...item, request_id: requestId }, address)
    if (!isNamed && (isUnderWay(turn) || turn.retryable)) giveUp(turn)
    return turn
  })
}

/** A turn as the history would tell it; for one that ended. */
export function itemFromTurn(turn: Turn): HistoryItem {
  const { state } = turn
  const answer: HistoryAnswer = {
    ...itemAnswer(turn),
    answer_id: turn.answerId ?? null,
    status: state === 'done' || state === 'stopped' || state === 'failed' ? state : 'generating',
    finish_reason: turn.finishReason ?? null,
    error_code: turn.errorCode ?? null,
    rating: turn.rating ?? null,
  }
  return {
    question_id: turn.questionId ?? '',
    request_id: turn.requestId,
    content: turn.content,
    image_urls: turn.photos.flatMap(({ url }) => url ?? []),
    created_at: '',
    mode: turn.asking.mode,
    about: turn.asking.about ?? null,
    mistake_id: turn.asking.mistakeId ?? null,
    answer,
    answers: [...turn.earlier.map(itemAnswer), answer],
    extras: turn.extras ?? null,
  }
}

function itemAnswer({ text, reasoning }: EarlierAnswer): HistoryAnswer {
  return {
    answer_id: null,
    status: 'done',
    content: text,
    reasoning: reasoning === '' ? null : reasoning,
    finish_reason: null,
    usage: null,
    error_code: null,
    rating: null,
  }
}

/** Marks a turn whose answer cannot be found. */
function giveUp(turn: Turn): void {
  turn.state = 'failed'
  turn.errorCode = 'STREAM_NOT_FOUND'
  turn.retryable = false
}

/** A turn as the server's history tells it. One that is still written there is `connecting` until a stream has it. */
function turnFromHistory(item: HistoryItem, address: (url: string) => string): Turn {
  const photos = photosAt(item.request_id, item.image_urls, address)
  const asking = askingOf({
    mode: item.mode ?? 'solve',
    ...(item.about == null ? {} : { about: item.about }),
    ...(item.mistake_id == null ? {} : { mistake_id: item.mistake_id }),
  })
  const earlier = (item.answers ?? []).slice(0, -1).flatMap(({ content, reasoning }) => {
    return content === '' ? [] : [{ text: content, reasoning: reasoning ?? '' }]
  })
  const turn: Turn = { ...newTurn(item.request_id, item.content, photos, asking), earlier }
  turn.questionId = item.question_id || undefined
  turn.accepted = true
  turn.extras = item.extras ?? undefined
  const answer = item.answer
  if (answer === null) {
    interrupt(turn)
    return turn
  }
  turn.state = answer.status === 'generating' ? 'connecting' : answer.status
  turn.text = answer.content
  turn.reasoning = answer.reasoning ?? ''
  turn.tokens = answer.usage?.completion_tokens
  turn.finishReason = answer.finish_reason ?? undefined
  turn.answerId = answer.answer_id ?? undefined
  turn.rating = answer.rating ?? undefined
  if (answer.status === 'failed') {
    turn.errorCode = answer.error_code ?? 'INTERNAL'
    turn.retryable = !finalCodes.has(turn.errorCode)
  }
  return turn
}
