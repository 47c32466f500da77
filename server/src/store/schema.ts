import type { Generated } from 'kysely'
import type { ReviewRating } from '../../../typings/mistakes'
import type { AnswerStatus, ExtrasStatus, Mode, Subject } from '../../../typings/protocol'
import type { ModelImage } from '../model/model'

/** Times are ISO 8601 in UTC, as text that sorts; ids are UUIDs that sort by their time. */
export interface Schema {
  user_account: UserTable
  chat_session: SessionTable
  session_thread: SessionThreadTable
  question: QuestionTable
  question_image: QuestionImageTable
  answer: AnswerTable
  answer_extras: AnswerExtrasTable
  feedback: FeedbackTable
  file: FileTable
  write_probe: WriteProbeTable
  server_run: ServerRunTable
  job: JobTable
  usage_day: UsageDayTable
  ask_count: AskCountTable
  login_family: LoginFamilyTable
  mistake: MistakeTable
  mistake_point: MistakePointTable
  mistake_review: MistakeReviewTable
  /** The embedded database only. */
  search_owner: SearchOwnerTable
  search_entry: SearchEntryTable
}

interface UserTable {
  id: string
  /** `wechat:<openid>` or `dev:<name>`; unique. */
  identity: string
  name: string
  /** Questions a day that this user may ask; null: what the configuration says, 0: no limit. */
  daily_answers: number | null
  /** 1–12. */
  grade: number | null
  /** As JSON; null where nothing was ever set. */
  settings: string | null
  created_at: string
}

/** Conversations. */
export interface SessionTable {
  id: string
  user_id: string
  title: string
  /** `student`, or the answer whose extras gave it; null where it is the beginning of the first question. */
  title_from: string | null
  subject: string | null
  question_count: number
  total_tokens: number
  /** What a client of an open protocol said to have been asked and answered before, as JSON; null where nothing was. */
  said_before: Generated<string | null>
  created_at: string
  last_active_at: string
}

/** By what a client of an open protocol knows a session that was begun for it. */
export interface SessionThreadTable {
  user_id: string
  name: string
  session_id: string
}

/** Questions, each with how it was asked. */
export interface QuestionTable extends References {
  id: string
  user_id: string
  session_id: string
  /** Unique with `user_id`: the same one never asks the model twice. */
  request_id: string
  content: string
  /** `AskParams` as JSON. */
  params: string
  status: AnswerStatus
  /** The server process that generates or generated the answer. */
  owner: string
  /** How often it was taken up again: what an owner of before writes is refused. */
  fence: number
  error_code: string | null
  /** 1 or 0; null where there is no error, or one of before this was kept. */
  error_retryable: number | null
  /** Everything up to this `seq` is in `partial_…` (or in `answer`); drafts hold what came after it. */
  last_seq: number
  partial_content: string
  partial_reasoning: string
  /** How that text became whole, as JSON; null while it grows. */
  partial_finish: string | null
  /** When it failed; null where it did not, or before that was kept. */
  failed_at: Generated<string | null>
  /** The day of whose questions it counts as one; null where it was given back, or of before that was kept. */
  counted_on: string | null
  /** The trace that it is part of (W3C Trace Context); null of before there were traces. */
  traceparent: string | null
  created_at: string
}

/** What a question says of others. */
export interface References {
  /** As it was asked; null where that was not said. */
  mode: Mode | null
  about: string | null
  mistake_id: string | null
  /** The question in whose place this one stands: it is that one, answered anew. */
  again: string | null
  /** The question that it is a hint to, maybe itself; null where it is no hint. */
  hint_to: string | null
  hint_level: number | null
}

interface QuestionImageTable {
  question_id: string
  position: number
  file_id: string
}

/** Answers that were saved, or failed. */
export interface AnswerTable {
  id: string
  question_id: string
  content: string
  reasoning: string
  finish_reason: string
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  /** The model that wrote its end; null of before this was kept. */
  model: string | null
  created_at: string
}

/** What follows an answer; an answer of before there were extras, and one without text, has none. */
export interface AnswerExtrasTable {
  answer_id: string
  status: Exclude<ExtrasStatus, 'none'>
  title: string | null
  subject: Subject | null
  /** As JSON. */
  follow_ups: Generated<string>
  /** As JSON. */
  correction: string | null
  /** Of `correction`, as JSON: the list of sessions reads no more. */
  correction_counts: string | null
}

interface FeedbackTable {
  answer_id: string
  rating: 'up' | 'down'
  reason: string | null
  updated_at: string
}

/** Uploaded pages; their bytes are elsewhere. */
export interface FileTable {
  id: string
  user_id: string
  mime: ModelImage['mime']
  width: number
  height: number
  bytes: number
  created_at: string
  /** Of the copy for models that is kept beside it; 0 where there is none. */
  model_bytes: Generated<number>
}

/** One row, written again and again to see whether anything can be. */
export interface WriteProbeTable {
  id: 1
  checked_at: string
}

/** The servers that share this database, one row each. */
export interface ServerRunTable {
  /** The `owner` of its questions. */
  id: string
  /** Its last sign of life, in milliseconds since 1970. */
  seen_at: number
}

/** Work that waits, is being done, or was given up. What is done has no row any more. */
export interface JobTable {
  id: string
  kind: string
  /** As JSON. */
  payload: string
  /** Whose it is: it goes with the account. */
  user_id: string | null
  /** Unique where there is one: no second job of this name waits. */
  name: string | null
  /** The trace that it is part of, where there is one. */
  traceparent: string | null
  /** Attempts that failed since it was last asked for. */
  failures: number
  /** Not to be done before, in milliseconds since 1970 by the database's clock. */
  due_at: number
  /** Who does it now, and until when nobody else may. */
  claim: string | null
  claimed_until: number | null
  /** 1 where it was given up: only a person brings it back. */
  dead: number
  /** Why the last attempt failed. */
  error: string | null
  created_at: string
}

/** What a user's answers of one day (of Asia/Shanghai) took of one model. */
export interface UsageDayTable {
  user_id: string
  /** `2026-11-28`. */
  day: string
  /** Empty where it is not known. */
  model: string
  answers: number
  prompt_tokens: number
  completion_tokens: number
}

/** How often a user has asked lately; counts go on although questions are deleted. */
export interface AskCountTable {
  user_id: string
  /** `2026-11-28`, in Asia/Shanghai. */
  day: string
  of_day: number
  /** Minutes since 1970. */
  minute: number
  of_minute: number
  /** Of what was spoken and heard, which has a day of its own; null before the first of them. */
  speech_day: string | null
  speech_of_day: Generated<number>
}

/** One login, with what it was renewed to. One that has ended has no row. */
export interface LoginFamilyTable {
  id: string
  user_id: string
  /** Names its newest refresh token. */
  turn: string
  /** The one that the newest was made for. */
  previous_turn: string | null
  /** In milliseconds since 1970, by the database's clock. */
  renewed_at: number
  created_at: string
}

/** An exercise in somebody's mistake book. */
export interface MistakeTable {
  id: string
  user_id: string
  /** Unique with `user_id`: what makes it the same exercise as another one. */
  same_as: string
  question_id: string | null
  no: string | null
  subject: string | null
  text: string
  student_answer: string | null
  correct_answer: string | null
  reason: string | null
  note: string | null
  /** The page that it stands on. */
  file_id: string | null
  /** As JSON, in fractions of the page. */
  box: string | null
  created_at: string
  /** By its reviews; a mastered one is not asked for all the same. */
  due_at: string
  /** 1 or 0. */
  mastered: number
  reviews: number
  /** What the schedule of reviews remembers, as JSON; null before the first one. */
  card: string | null
}

interface MistakePointTable {
  mistake_id: string
  position: number
  point: string
}

/** One review; it stays when its mistake is thrown away. */
export interface MistakeReviewTable {
  id: string
  user_id: string
  mistake_id: string | null
  rating: ReviewRating
  created_at: string
  /** When it was due again after it. */
  due_at: string
}

/** The number by which the search index knows a user. */
export interface SearchOwnerTable {
  no: Generated<number>
  user_id: string
}

/** What can be found: a title or a question. */
export interface SearchEntryTable {
  /** Which user's is told by its range. */
  id: number
  /** The id of the session or the question. */
  source_id: string
  session_id: string
}

/** Apart from the rest, since it is written without waiting for the disk. */
export interface DraftRowSchema {
  draft: FencedDraftRowTable
}

/** What was sent to clients of an answer that is not saved yet; only ever appended, until it is dropped. */
interface DraftRowTable {
  question_id: string
  seq: number
  content: string
  reasoning: string
  /** How the text became whole, as JSON; null while it grows. */
  finish: string | null
}

/** As PostgreSQL has it. */
interface FencedDraftRowTable extends DraftRowTable {
  /** Of the question when it was written; null of before there were fences. */
  fence: number | null
}

/** The drafts of the embedded database. In `draft` stands only what a server of before there were batches left. */
export interface DraftBatchSchema {
  draft: DraftRowTable
  draft_batch: DraftBatchTable
}

/** One append, with the pieces of all its answers as JSON. */
export interface DraftBatchTable {
  id: Generated<number>
  pieces: string
}
