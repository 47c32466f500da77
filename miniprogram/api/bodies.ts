import type {
  HistoryAnswer,
  HistoryItem,
  HistoryPage,
  ListedSession,
  LoginResult,
  Session,
  SessionPage,
  UploadedFile,
  Usage,
} from '../../typings/protocol'
import type { BodyReader } from './body-reader'
import { readCounts, readExtras, readMode } from './extras-body'

/** Body of the logins and of a refresh. Throws `BodyError`, as all of these. */
export function readLogin(body: BodyReader): LoginResult {
  return {
    access_token: body.text('access_token'),
    refresh_token: body.text('refresh_token'),
    expires_in: body.count('expires_in'),
    user: body.object('user', (user) => ({ id: user.text('id'), name: user.text('name') })),
  }
}

/** Body of an upload. */
export function readUploadedFile(body: BodyReader): UploadedFile {
  return {
    id: body.text('id'),
    url: body.text('url'),
    width: body.count('width'),
    height: body.count('height'),
    bytes: body.count('bytes'),
  }
}

/** One session. */
export function readSession(body: BodyReader): Session {
  return {
    id: body.text('id'),
    title: body.text('title'),
    subject: body.textOrNull('subject'),
    question_count: body.count('question_count'),
    total_tokens: body.count('total_tokens'),
    created_at: body.text('created_at'),
    last_active_at: body.text('last_active_at'),
  }
}

/** One page of the list of sessions. One without an id is left out; whatever else cannot be read is as if not told. */
export function readSessionPage(body: BodyReader): SessionPage {
  return {
    items: body.objects('items', readListedSession),
    total: body.count('total'),
    page: body.count('page'),
    size: body.count('size'),
  }
}

function readListedSession(body: BodyReader): ListedSession {
  return {
    id: body.text('id'),
    title: body.textOr('title', ''),
    subject: body.textOr('subject', null),
    question_count: body.countOr('question_count', 0),
    total_tokens: body.countOr('total_tokens', 0),
    created_at: body.textOr('created_at', ''),
    last_active_at: body.textOr('last_active_at', ''),
    state: body.oneOfOr('state', ['running', 'failed'], 'done'),
    thumbnail_url: body.textOr('thumbnail_url', null),
    correction: body.objectOrNull('correction', readCounts),
  }
}

/**
 * One page of a session’s history. A newer server may say of a question what this client does not know: then that is as if
 * not told, and neither the question nor another one is lost for it.
 */
export function readHistoryPage(body: BodyReader): HistoryPage {
  return { items: body.objects('items', readHistoryItem), has_more: body.flag('has_more') }
}

function readHistoryItem(body: BodyReader): HistoryItem {
  const answer = body.objectOrNull('answer', readHistoryAnswer)
  return {
    question_id: body.textOr('question_id', ''),
    request_id: body.textOr('request_id', ''),
    content: body.textOr('content', ''),
    image_urls: body.texts('image_urls'),
    created_at: body.textOr('created_at', ''),
    mode: readMode(body),
    about: body.textOr('about', null),
    mistake_id: body.textOr('mistake_id', null),
    answer,
    answers: body.objectsOr('answers', readHistoryAnswer, answer === null ? [] : [answer]),
    extras: body.objectOrNull('extras', readExtras),
  }
}

function readHistoryAnswer(body: BodyReader): HistoryAnswer {
  const answerId = body.textOr('answer_id', null)
  const finishReason = body.textOr('finish_reason', null)
  // What cannot be known to be whole is never shown as whole.
  const isWhole = answerId !== null && finishReason === 'stop'
  const status = body.oneOfOr(
    'status',
    ['generating', 'done', 'stopped', 'failed'],
    isWhole ? 'done' : 'failed',
  )
  const requestId = body.textOr('request_id', undefined)
  return {
    answer_id: answerId,
    ...(requestId === undefined ? {} : { request_id: requestId }),
    status,
    content: body.textOr('content', ''),
    reasoning: body.textOr('reasoning', null),
    finish_reason: finishReason,
    usage: body.objectOrNull('usage', readUsage),
    error_code: body.textOr('error_code', null),
    rating: body.oneOfOr<'up' | 'down', null>('rating', ['up', 'down'], null),
    extras: body.objectOrNull('extras', readExtras),
  }
}

function readUsage(body: BodyReader): Usage {
  return {
    prompt_tokens: body.count('prompt_tokens'),
    completion_tokens: body.count('completion_tokens'),
    total_tokens: body.count('total_tokens'),
  }
}
