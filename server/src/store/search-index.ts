import { type Kysely, sql } from 'kysely'

/** Entries of one user lie side by side, so that looking into the index costs no more where others have much. */
export const ENTRIES_OF_AN_OWNER = 2 ** 24

/**
 * The embedded database's index of titles and questions by trigrams. Triggers keep it, so that a server that knows nothing of it
 * may write as well. The numbers of the entries are its own: SQLite's of rows change when a copy is made.
 */
export async function createSearchIndex<T>(database: Kysely<T>): Promise<void> {
  await run(database, [
    'create table search_owner (no integer primary key autoincrement, user_id text not null unique)',
    `create table search_entry (
       id integer primary key, source_id text not null unique, session_id text not null)`,
    `create virtual table search_text using fts5(
       text, content = '', contentless_delete = 1, tokenize = 'trigram')`,
    ...keeping('chat_session', 'new.id', 'new.title'),
    ...keeping('question', 'new.session_id', 'new.content'),
    `create trigger search_title after update of title on chat_session when old.title <> new.title begin
       delete from search_text where rowid = (select id from search_entry where source_id = new.id);
       insert into search_text (rowid, text) select id, new.title from search_entry where source_id = new.id;
     end`,
    'insert into search_owner (user_id) select distinct user_id from chat_session',
    ...filling('chat_session', 'id', 'title'),
    ...filling('question', 'session_id', 'content'),
  ])
}

/** The same for what was answered. */
export async function addAnswersToSearch<T>(database: Kysely<T>): Promise<void> {
  const asked = 'from question where question.id = new.question_id'
  await run(database, [
    // A question is there before its answer, and with it its owner.
    `create trigger search_answer_added after insert on answer begin
       insert into search_entry (id, source_id, session_id)
         select ${nextEntry}, new.id, (select session_id ${asked}) from search_owner
         where user_id = (select user_id ${asked});
       insert into search_text (rowid, text) select id, new.content from search_entry where source_id = new.id;
     end`,
    removing('answer'),
    `insert into search_entry (id, source_id, session_id)
       select ${nextEntry} + row_number() over (partition by question.user_id order by answer.id) - 1,
         answer.id, question.session_id
       from answer join question on question.id = answer.question_id
         join search_owner on search_owner.user_id = question.user_id`,
    `insert into search_text (rowid, text)
       select search_entry.id, answer.content from search_entry join answer on answer.id = search_entry.source_id`,
  ])
}

function keeping(table: string, session: string, text: string): string[] {
  return [
    // Not `insert or ignore`: the statement that fires a trigger decides what a conflict in it means.
    `create trigger search_${table}_added after insert on ${table} begin
       insert into search_owner (user_id) select new.user_id
         where not exists (select 1 from search_owner where user_id = new.user_id);
       insert into search_entry (id, source_id, session_id)
         select ${nextEntry}, new.id, ${session} from search_owner where user_id = new.user_id;
       insert into search_text (rowid, text) select id, ${text} from search_entry where source_id = new.id;
     end`,
    removing(table),
  ]
}

function removing(table: string): string {
  return `create trigger search_${table}_gone after delete on ${table} begin
       delete from search_text where rowid = (select id from search_entry where source_id = old.id);
       delete from search_entry where source_id = old.id;
     end`
}

/** Of the owner whose row is looked at. */
const nextEntry = `1 + coalesce(
  (select id from search_entry
   where id between search_owner.no * ${ENTRIES_OF_AN_OWNER} and (search_owner.no + 1) * ${ENTRIES_OF_AN_OWNER} - 1
   order by id desc limit 1),
  search_owner.no * ${ENTRIES_OF_AN_OWNER})`

/** What is there already. */
function filling(table: string, session: string, text: string): string[] {
  return [
    `insert into search_entry (id, source_id, session_id)
       select ${nextEntry} + row_number() over (partition by ${table}.user_id order by ${table}.id) - 1,
         ${table}.id, ${table}.${session}
       from ${table} join search_owner on search_owner.user_id = ${table}.user_id`,
    `insert into search_text (rowid, text)
       select search_entry.id, ${table}.${text} from search_entry join ${table} on ${table}.id = search_entry.source_id`,
  ]
}

async function run<T>(database: Kysely<T>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}

/** Any number: the lock that servers take which make the same indexes at once. */
const MAKING = 740_512

/**
 * PostgreSQL's index by trigrams, where its extension is there or may be made; without it rows are looked through. It is looked
 * for at each start: who may make extensions may have done so since.
 */
export async function createTrigramIndexes<T>(database: Kysely<T>): Promise<void> {
  await database.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${sql.lit(MAKING)})`.execute(connection)
    try {
      if (!(await hasTrigrams(connection))) return
      await run(connection, [
        'create index if not exists chat_session_title_trigrams on chat_session using gin (lower(title) gin_trgm_ops)',
        'create index if not exists question_content_trigrams on question using gin (lower(content) gin_trgm_ops)',
        'create index if not exists answer_content_trigrams on answer using gin (lower(content) gin_trgm_ops)',
      ])
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(MAKING)})`.execute(connection)
    }
  })
}

async function hasTrigrams<T>(connection: Kysely<T>): Promise<boolean> {
  try {
    await sql`create extension if not exists pg_trgm`.execute(connection)
    return true
  } catch {
    // Not installed, or not this user's to make.
    return false
  }
}
