/**
 * The wire protocol's types, written once for both sides (docs/protocol.md explains them).
 * Types only: the mini-program imports them with `import type`, so nothing of this file reaches a phone.
 */

import type { CorrectionCounts, Extras, ExtrasComing, Mode } from './extras'

export type * from './extras'

/** Position of a stored frame in its answer: 1, 2, 3 … */
export type Seq = number

/** What a student asks. Limits are the server's: it answers `BAD_REQUEST` beyond them. */
export interface AskParams {
  /** 1–8,000 characters; may be empty if there is an image, an `about` or a `mistake_id`, and with `again`. */
  content: string
  /** Up to 10 addresses of this user's own uploads (`/api/v1/files/…`), in page order. */
  image_urls?: string[]
  session_id?: string
  subject?: string
  question_type?: string
  /** Default true. */
  use_context?: boolean
  /** Default true. */
  include_history?: boolean
  /** 0–50, default 10. */
  max_history?: number
  /** Default `solve`. `similar` needs a `mistake_id`. */
  mode?: Mode
  /** The `question_id` of this user's question that is asked about: what a hint is to. */
  about?: string
  /** An exercise of this user's mistake book. */
  mistake_id?: string
  /** The `question_id` of a question that is answered anew, in its place: its content, pages and mode count, not those here. */
  again?: string
}

/** Starts an answer, or attaches to the one that this `request_id` began. `type` may be left out. */
export interface AskMessage {
  type?: 'ask'
  token: string
  request_id?: string
  params: AskParams
  /** W3C Trace Context: the trace that the answer is part of. What is none is ignored. */
  traceparent?: string
  /** Which installation asks: a link of the same one takes the place of its older one, others read along. */
  client_id?: string
}

/** Asks for every frame with `seq > after_seq`, then the live ones. */
export interface ResumeMessage {
  type: 'resume'
  token: string
  request_id: string
  after_seq: Seq
  client_id?: string
  /**
   * Which of its client's links this is, as `<run>:<number>`: of two links of one run of a program the one with the higher number is the
   * newer, whichever of them is heard first. What is no such name is ignored.
   */
  link?: string
}

/** Aborts the model call; what was written is kept and saved, `done` follows with `finish_reason: 'stopped'`. */
export interface StopMessage {
  type: 'stop'
}

/** Why a phone opened another link to an answer. `put_off`: it was told to come back later. */
export type ResumeCause = 'closed' | 'unopened' | 'silent' | 'gap' | 'put_off' | 'token' | 'network' | 'shown'

/** How one answer was for its student, as the phone measured it. */
export interface AnswerReport {
  request_id: string
  /** `done`, `stopped`, or the code of the error that ended it, the server's or the client's. */
  outcome: string
  /** From the asking to the first text; null where there was none, and where an earlier run of the program had asked. */
  first_content_ms: number | null
  /** The longest silence in the foreground, keepalives being none. */
  longest_gap_ms: number
  /** Further links, by why they were opened. */
  resumes: { [cause in ResumeCause]?: number }
  /** The mini-program's; empty where the host does not tell. */
  version: string
}

/** What a client says on its link. */
export type ClientMessage = AskMessage | ResumeMessage | StopMessage

/** Why an answer ended; a model may give others, which pass through as they are. */
export type FinishReason = 'stop' | 'length' | 'stopped' | 'content_filter' | (string & {})

/** A hint for the interface; unknown stages are ignored by older clients. */
export type Stage = 'queued' | 'reading_images' | 'thinking' | 'writing' | 'saving' | (string & {})

/** What an answer took, in tokens. */
export interface Usage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
}

/** First on every link. */
export interface AcceptedFrame {
  type: 'accepted'
  request_id: string
  session_id: string
  question_id: string
  resumed: boolean
  /** Milliseconds of silence after which the server sends a keepalive. */
  keepalive_interval: number
}

/** What is being done, as a hint for the page. */
export interface StatusFrame {
  type: 'status'
  seq: Seq
  stage: Stage
  /** With `queued`: how many questions are before this one. */
  ahead?: number
}

/** A piece of the model's reasoning. */
export interface ReasoningFrame {
  type: 'reasoning'
  seq: Seq
  reasoning: string
}

/** A piece of the answer. */
export interface ContentFrame {
  type: 'content'
  seq: Seq
  /** A delta, never the accumulated text. */
  content: string
  /** Completion tokens so far, where the model tells. */
  tokens?: number
}

/** Exactly these three fields with exactly these values; never stored, no `seq`. */
export interface KeepaliveFrame {
  type: 'keepalive'
  content: ''
  full_content: ''
}

/** There is no more content; saving begins. */
export interface ContentFinishedFrame {
  type: 'content_finished'
  seq: Seq
  full_content: string
  finish_reason: FinishReason
}

/** The whole state at `seq`, instead of single frames that are no longer kept. */
export interface SnapshotFrame {
  type: 'snapshot'
  seq: Seq
  phase: 'content' | 'processing'
  full_content: string
  reasoning?: string
  finish_reason?: FinishReason
}

/** The answer is saved. */
export interface DoneFrame {
  type: 'done'
  seq: Seq
  question_id: string
  answer_id: string
  session_id: string
  finish_reason: FinishReason
  usage: Usage
  /** Whether extras follow. An older server says nothing of it. */
  extras?: ExtrasComing
}

/** Why the close that follows is no good end. */
export interface ErrorFrame {
  type: 'error'
  code: ServerErrorCode
  /** For a student: Chinese, no stack, no upstream text. */
  message: string
  retryable: boolean
  retry_after_ms?: number
  /** The places in `image_urls`, from 1, of pages that the server has not, or no longer. */
  missing_pages?: readonly number[]
}

/** Frames that carry a `seq`, are stored, and can be replayed. */
export type StoredFrame =
  | StatusFrame
  | ReasoningFrame
  | ContentFrame
  | ContentFinishedFrame
  | SnapshotFrame
  | DoneFrame

/** Whatever a server says on a link. */
export type ServerFrame = AcceptedFrame | StoredFrame | KeepaliveFrame | ErrorFrame

/** Why a server refuses, or an answer failed. */
export type ServerErrorCode =
  | 'BAD_REQUEST'
  | 'AUTH_ERROR'
  | 'AUTH_EXPIRED'
  | 'RATE_LIMITED'
  | 'CONTENT_REJECTED'
  | 'MODEL_UNAVAILABLE'
  | 'MODEL_TIMEOUT'
  | 'GENERATION_INTERRUPTED'
  | 'SAVE_FAILED'
  | 'STREAM_NOT_FOUND'
  | 'SUPERSEDED'
  | 'OVERLOADED'
  | 'SHUTTING_DOWN'
  | 'INTERNAL'

/** Body of every failed HTTP call. */
export interface ErrorBody {
  code: ServerErrorCode | 'NOT_FOUND' | 'NOT_CONFIGURED'
  message: string
}

/** Whose login it is. */
export interface User {
  id: string
  name: string
}

/** What every login gives. */
export interface LoginResult {
  access_token: string
  refresh_token: string
  /** Seconds until `access_token` expires. */
  expires_in: number
  user: User
}

/** A page that the server has; sizes in pixels as it is shown. */
export interface UploadedFile {
  id: string
  /** Signed and expiring; an `<image>` sends no header. */
  url: string
  width: number
  height: number
  bytes: number
}

/** Times are ISO 8601 in UTC. */
export interface Session {
  id: string
  title: string
  subject: string | null
  question_count: number
  total_tokens: number
  created_at: string
  last_active_at: string
}

/** How a session's last answer stands. */
export type SessionState = 'running' | 'failed' | 'done'

/** A session as the list gives it. An older server tells neither page nor correction. */
export interface ListedSession extends Session {
  state: SessionState
  /** The first page of its first question that has one, by a signed address; null where there is none. */
  thumbnail_url?: string | null
  /** Of its last answer, where that was a `check` whose extras are ready. */
  correction?: CorrectionCounts | null
}

/** One page of the list of conversations. */
export interface SessionPage {
  items: ListedSession[]
  total: number
  page: number
  size: number
}

/** How far an answer is. */
export type AnswerStatus = 'generating' | 'done' | 'stopped' | 'failed'

/** One answer to a question, as the history gives it. */
export interface HistoryAnswer {
  answer_id: string | null
  /** By which it was asked for, and can be resumed. An older server does not tell it. */
  request_id?: string
  status: AnswerStatus
  content: string
  reasoning: string | null
  finish_reason: FinishReason | null
  usage: Usage | null
  /** The model that answered; null where that is not known. */
  model?: string | null
  /** A newer server may send others. */
  error_code: ServerErrorCode | (string & {}) | null
  rating: 'up' | 'down' | null
  /** Null until it is saved. */
  extras?: Extras | null
}

/** One question with its answers, as the history gives it. What is optional an older server does not tell. */
export interface HistoryItem {
  question_id: string
  /** Of the newest answer. */
  request_id: string
  content: string
  /** Signed anew on every call, in page order. */
  image_urls: string[]
  created_at: string
  /** As it was asked; null where that was not said. */
  mode?: Mode | null
  about?: string | null
  mistake_id?: string | null
  /** The newest one. */
  answer: HistoryAnswer | null
  /** All of them, the oldest first: a question may be asked `again`. */
  answers?: HistoryAnswer[]
  /** Of `answer`; null until that is saved. */
  extras?: Extras | null
}

/** A part of a conversation. */
export interface HistoryPage {
  /** Newest last. */
  items: HistoryItem[]
  has_more: boolean
}
