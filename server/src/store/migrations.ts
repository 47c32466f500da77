import type { Kysely } from 'kysely'
import { addModes } from './add-modes'
import { addWhatIsMissing, bringUpToDate, type Migrations } from './bring-up-to-date'
import { addProfiles, createMistakes } from './mistake-tables'

/**
 * Both databases understand every statement here. A migration that has landed is never changed. These two lists are
 * closed: a version that does not know one of theirs does not start, and there would be no way back.
 */
const mainMigrations: Migrations = {
  '001-users-sessions-answers': { up: createUsersSessionsAnswers },
  '002-write-probe': { up: createWriteProbe },
  '003-error-retryable': { up: addErrorRetryable },
  '004-server-run': { up: createServerRun },
  '005-answer-model': { up: addAnswerModel },
}

const draftMigrations: Migrations = {
  '001-drafts': { up: createDrafts },
  '002-draft-finish': { up: addDraftFinish },
}

/**
 * What came and comes after them. Each only adds: tables, indexes, columns that are null or have a default, so that the
 * version before goes on serving beside it and starts after it (a test looks at each statement).
 */
export const mainAdditions: Migrations = {
  '001-jobs': { up: createJobs },
  '002-usage': { up: createUsage },
  '003-login-families': { up: createLoginFamilies },
  '004-mistakes': { up: createMistakes },
  '005-profiles': { up: addProfiles },
  '006-modes': { up: addModes },
  '007-traces': { up: addTraces },
  '008-fences': { up: addFences },
  '009-threads': { up: addThreads },
  '010-counted-days': { up: addCountedDays },
  '011-speech-counts': { up: addSpeechCounts },
  '012-files-of-users': { up: indexFilesOfUsers },
  '013-copies-for-models': { up: addCopiesForModels },
}

/** Brings the main tables up to date. Throws what went wrong; a failed migration leaves nothing half done. */
export async function migrateMain<T>(
  database: Kysely<T>,
  additions: Migrations = mainAdditions,
): Promise<void> {
  await bringUpToDate(database, mainMigrations, 'schema_migration')
  await addWhatIsMissing(database, additions, 'schema_addition')
}

/** The same for the drafts, which may live in a database of their own. */
export function migrateDrafts<T>(database: Kysely<T>): Promise<void> {
  return bringUpToDate(database, draftMigrations, 'draft_migration')
}

async function createUsersSessionsAnswers<T>(database: Kysely<T>): Promise<void> {
  await createUsersAndFiles(database)
  await createSessions(database)
  await createQuestions(database)
  await createAnswersAndFeedback(database)
}

async function createUsersAndFiles<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('user_account')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('identity', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('file')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('mime', 'text', (column) => column.notNull())
    .addColumn('width', 'integer', (column) => column.notNull())
    .addColumn('height', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
}

async function createSessions<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('chat_session')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('question_count', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('total_tokens', 'integer', (column) => column.defaultTo(0))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('last_active_at', 'text', (column) => column.notNull())
    .execute()
  await index(database, 'chat_session', ['user_id', 'last_active_at'])
}

async function createQuestions<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('question')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('session_id', 'text', (column) =>
      column.notNull().references('chat_session.id').onDelete('cascade'),
    )
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('params', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('error_code', 'text')
    .addColumn('last_seq', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('partial_content', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('partial_reasoning', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('question_user_request', ['user_id', 'request_id'])
    .execute()
  await index(database, 'question', ['session_id', 'id'])
  await index(database, 'question', ['status'])
  await database.schema
    .createTable('question_image')
    .addColumn('question_id', 'text', (column) =>
      column.notNull().references('question.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('file_id', 'text', (column) => column.notNull().references('file.id').onDelete('cascade'))
    .addPrimaryKeyConstraint('question_image_key', ['question_id', 'position'])
    .execute()
  await index(database, 'question_image', ['file_id'])
}

async function createAnswersAndFeedback<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('answer')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('question_id', 'text', (column) =>
      column.notNull().unique().references('question.id').onDelete('cascade'),
    )
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('reasoning', 'text', (column) => column.notNull())
    .addColumn('finish_reason', 'text', (column) => column.notNull())
    .addColumn('prompt_tokens', 'integer', (column) => column.notNull())
    .addColumn('completion_tokens', 'integer', (column) => column.notNull())
    .addColumn('total_tokens', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await database.schema
    .createTable('feedback')
    .addColumn('answer_id', 'text', (column) =>
      column.primaryKey().references('answer.id').onDelete('cascade'),
    )
    .addColumn('rating', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute()
}

async function createWriteProbe<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('write_probe')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('checked_at', 'text', (column) => column.notNull())
    .execute()
}

async function addErrorRetryable<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('question').addColumn('error_retryable', 'integer').execute()
}

async function addAnswerModel<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('answer').addColumn('model', 'text').execute()
}

async function createServerRun<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('server_run')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute()
}

async function createJobs<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('job')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.references('user_account.id').onDelete('cascade'))
    .addColumn('name', 'text', (column) => column.unique())
    .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('claim', 'text')
    .addColumn('claimed_until', 'bigint')
    .addColumn('dead', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('error', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await index(database, 'job', ['dead', 'due_at'])
  await index(database, 'job', ['user_id'])
}

async function createUsage<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('usage_day')
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('answers', 'integer', (column) => column.notNull())
    .addColumn('prompt_tokens', 'bigint', (column) => column.notNull())
    .addColumn('completion_tokens', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_day_key', ['user_id', 'day', 'model'])
    .execute()
  await index(database, 'usage_day', ['day'])
  await database.schema
    .createTable('ask_count')
    .addColumn('user_id', 'text', (column) =>
      column.primaryKey().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('of_day', 'integer', (column) => column.notNull())
    .addColumn('minute', 'bigint', (column) => column.notNull())
    .addColumn('of_minute', 'integer', (column) => column.notNull())
    .execute()
  await database.schema.alterTable('user_account').addColumn('daily_answers', 'integer').execute()
}

async function createLoginFamilies<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('login_family')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('turn', 'text', (column) => column.notNull())
    .addColumn('previous_turn', 'text')
    .addColumn('renewed_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute()
  await index(database, 'login_family', ['user_id'])
  await index(database, 'login_family', ['renewed_at'])
}

async function addTraces<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('question').addColumn('traceparent', 'text').execute()
  await database.schema.alterTable('job').addColumn('traceparent', 'text').execute()
}

async function addFences<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .alterTable('question')
    .addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await database.schema.alterTable('question').addColumn('partial_finish', 'text').execute()
}

async function addThreads<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('session_thread')
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('session_id', 'text', (column) =>
      column.notNull().references('chat_session.id').onDelete('cascade'),
    )
    .addPrimaryKeyConstraint('session_thread_key', ['user_id', 'name'])
    .execute()
  await index(database, 'session_thread', ['session_id'])
  await database.schema.alterTable('chat_session').addColumn('said_before', 'text').execute()
  await database.schema.alterTable('question').addColumn('failed_at', 'text').execute()
}

async function addCountedDays<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('question').addColumn('counted_on', 'text').execute()
}

async function addSpeechCounts<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('ask_count').addColumn('speech_day', 'text').execute()
  await database.schema
    .alterTable('ask_count')
    .addColumn('speech_of_day', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

/** Their bytes stand in it: what a user keeps is summed without reading a row. */
async function indexFilesOfUsers<T>(database: Kysely<T>): Promise<void> {
  await index(database, 'file', ['user_id', 'bytes'])
}

/** What was made before counts once it is made again: its bytes are known to the disk alone. */
async function addCopiesForModels<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .alterTable('file')
    .addColumn('model_bytes', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await index(database, 'file', ['user_id', 'bytes', 'model_bytes'])
}

async function createDrafts<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('draft')
    .addColumn('question_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('reasoning', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('draft_key', ['question_id', 'seq'])
    .execute()
}

async function addDraftFinish<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('draft').addColumn('finish', 'text').execute()
}

async function index<T>(database: Kysely<T>, table: string, columns: string[]): Promise<void> {
  await database.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute()
}
