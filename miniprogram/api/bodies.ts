import type {
  HistoryItem,
  HistoryPage,
  LoginResult,
  ServerErrorCode,
  Session,
  SessionPage,
  UploadedFile,
  Usage,
} from '../../typings/protocol'
import type { BodyReader } from './body-reader'

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

/** One page of the list of sessions. */
export function readSessionPage(body: BodyReader): SessionPage {
  return {
    items: body.objects('items', readSession),
    total: body.count('total'),
    page: body.count('page'),
    size: body.count('size'),
  }
}

/** One page of a session’s history. */
export function readHistoryPage(body: BodyReader): HistoryPage {
  return { items: body.objects('items', readHistoryItem), has_more: body.flag('has_more') }
}

function readHistoryItem(body: BodyReader): HistoryItem {
  return {
    question_id: body.text('question_id'),
    request_id: body.text('request_id'),
    content: body.text('content'),
    image_urls: body.texts('image_urls'),
    created_at: body.text('created_at'),
    answer: body.objectOrNull('answer', readHistoryAnswer),
  }
}

function readHistoryAnswer(body: BodyReader): NonNullable<HistoryItem['answer']> {
  return {
    answer_id: body.textOrNull('answer_id'),
    status: body.oneOf('status', ['generating', 'done', 'stopped', 'failed']),
    content: body.text('content'),
    reasoning: body.textOrNull('reasoning'),
    finish_reason: body.textOrNull('finish_reason'),
    usage: body.objectOrNull('usage', readUsage),
    error_code: body.oneOfOrNull('error_code', SERVER_ERROR_CODES),
    rating: body.oneOfOrNull('rating', ['up', 'down']),
  }
}

function readUsage(body: BodyReader): Usage {
  return {
    prompt_tokens: body.count('prompt_tokens'),
    completion_tokens: body.count('completion_tokens'),
    total_tokens: body.count('total_tokens'),
  }
}

const SERVER_ERROR_CODES: readonly ServerErrorCode[] = [
  'BAD_REQUEST',
  'AUTH_ERROR',
  'AUTH_EXPIRED',
  'RATE_LIMITED',
  'CONTENT_REJECTED',
  'MODEL_UNAVAILABLE',
  'MODEL_TIMEOUT',
  'GENERATION_INTERRUPTED',
  'SAVE_FAILED',
  'STREAM_NOT_FOUND',
  'SUPERSEDED',
  'OVERLOADED',
  'SHUTTING_DOWN',
  'INTERNAL',
]
