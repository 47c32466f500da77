import type { HistoryAnswer, HistoryItem } from '../../typings/protocol'
import type { JournaledAnswer } from '../api/learning'
import { askingOf } from './asking'
import { type Photo, uploadedPhoto } from './photo-uploads'
import { CONNECTING, type EarlierAnswer, isRepeatable, isUnderWay, newTurn, savedOf, type Turn } from './turn'
import { failure, INTERRUPTED, saved, type TurnPhase } from './turn-phase'

/** Failures after which asking the same again cannot help; a code that a newer server brought may be tried. */
const finalCodes: ReadonlySet<string> = new Set([
  'BAD_REQUEST',
  'AUTH_ERROR',
  'AUTH_EXPIRED',
  'CONTENT_REJECTED',
  'STREAM_NOT_FOUND',
  'SUPERSEDED',
])

/** An answer that cannot be found. */
const LOST = failure('STREAM_NOT_FOUND', false)

/** A turn that was under way when an earlier run of the program ended. */
export function turnFromJournal(left: JournaledAnswer, address: (url: string) => string): Turn {
  const { requestId, params, text } = left
  const photos = photosAt(requestId, params.image_urls ?? [], address)
  const turn = newTurn(requestId, params.content, photos, askingOf(params))
  return { ...turn, questionId: params.again, phase: CONNECTING, text }
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
    return !isNamed && (isUnderWay(turn) || isRepeatable(turn)) ? { ...turn, phase: LOST } : turn
  })
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
  const { answer } = item
  return {
    ...newTurn(item.request_id, item.content, photos, asking),
    earlier,
    questionId: item.question_id || undefined,
    accepted: true,
    phase: answer === null ? INTERRUPTED : phaseOf(answer, item.extras),
    text: answer?.content ?? '',
    reasoning: answer?.reasoning ?? '',
    tokens: answer?.usage?.completion_tokens,
  }
}

function phaseOf(answer: HistoryAnswer, extras: HistoryItem['extras']): TurnPhase {
  switch (answer.status) {
    case 'generating':
      return CONNECTING
    case 'failed': {
      const code = answer.error_code ?? 'INTERNAL'
      return failure(code, !finalCodes.has(code))
    }
    default:
      return saved(answer.status, {
        finishReason: answer.finish_reason ?? undefined,
        answerId: answer.answer_id ?? undefined,
        rating: answer.rating ?? undefined,
        extras: extras ?? undefined,
      })
  }
}

/** A turn as the history would tell it; for one that ended. */
export function itemFromTurn(turn: Turn): HistoryItem {
  const { phase } = turn
  const saved = savedOf(turn)
  const answer: HistoryAnswer = {
    ...itemAnswer(turn),
    answer_id: saved?.answerId ?? null,
    status: statusOf(phase),
    finish_reason: saved?.finishReason ?? null,
    error_code: phase.name === 'failed' ? phase.code : null,
    rating: saved?.rating ?? null,
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
    extras: saved?.extras ?? null,
  }
}

function statusOf({ name }: TurnPhase): HistoryAnswer['status'] {
  if (name === 'unsent') return 'stopped'
  return name === 'done' || name === 'stopped' || name === 'failed' ? name : 'generating'
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
