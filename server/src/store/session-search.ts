import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import { like, literalPattern } from './literal-pattern'
import type { Schema } from './schema'
import { ENTRIES_OF_AN_OWNER } from './search-index'

/** Finds sessions by a part of their title or of what was asked and answered in them. */
export interface SessionSearch {
  /** What a session of this user fulfils that matches, as a condition on `chat_session`. */
  matching(userId: string, term: string): Promise<Expression<SqlBool>>
}

/** PostgreSQL looks through the rows, or through an index of trigrams where there is one; nobody waits for it but who asked. */
export class RowSearch implements SessionSearch {
  async matching(_userId: string, term: string): Promise<Expression<SqlBool>> {
    const pattern = literalPattern(term)
    return sql<SqlBool>`(${like(sql.ref('chat_session.title'), pattern)} or exists (
      select 1 from question where question.session_id = chat_session.id and ${like(sql.ref('question.content'), pattern)})
      or exists (
      select 1 from question join answer on answer.question_id = question.id
      where question.session_id = chat_session.id and ${like(sql.ref('answer.content'), pattern)}))`
  }
}

/** Characters that the index knows words by. */
const TRIGRAM = 3
/** Entries that are looked through in one go; everything else of the process goes on in between. */
const SLICE = 500

/**
 * The embedded database answers at once or not at all: while it looks through rows, nothing else happens. So it has an index of
 * all that a user is searched for ({@link createSearchIndex}); what is too short for it is looked for slice by slice.
 */
export class IndexSearch implements SessionSearch {
  constructor(private readonly main: Kysely<Schema>) {}

  async matching(userId: string, term: string): Promise<Expression<SqlBool>> {
    const owner = await this.main
      .selectFrom('search_owner')
      .select('no')
      .where('user_id', '=', userId)
      .executeTakeFirst()
    if (owner === undefined) return sql<SqlBool>`false`
    const first = owner.no * ENTRIES_OF_AN_OWNER
    if ([...term].length < TRIGRAM) return this.inSlices(first, literalPattern(term))
    const words = `"${term.replaceAll('"', '""')}"`
    return sql<SqlBool>`chat_session.id in (
      select search_entry.session_id from search_text join search_entry on search_entry.id = search_text.rowid
      where search_text match ${words} and search_text.rowid between ${first} and ${first + ENTRIES_OF_AN_OWNER - 1})`
  }

  private async inSlices(first: number, pattern: string): Promise<Expression<SqlBool>> {
    const found = new Set<string>()
    let from = first
    for (;;) {
      const slice = await this.main
        .selectFrom('search_entry')
        .leftJoin('question', 'question.id', 'search_entry.source_id')
        .leftJoin('chat_session', 'chat_session.id', 'search_entry.source_id')
        .leftJoin('answer', 'answer.id', 'search_entry.source_id')
        .select(['search_entry.id', 'search_entry.session_id'])
        .select(
          like(sql`coalesce(question.content, chat_session.title, answer.content)`, pattern).as('matches'),
        )
        .where('search_entry.id', '>', from)
        .where('search_entry.id', '<', first + ENTRIES_OF_AN_OWNER)
        .orderBy('search_entry.id')
        .limit(SLICE)
        .execute()
      for (const { session_id, matches } of slice) if (matches) found.add(session_id)
      const last = slice.at(-1)
      if (last === undefined || slice.length < SLICE) break
      from = last.id
      await nextTurn()
    }
    return sql<SqlBool>`chat_session.id in (select value from json_each(${JSON.stringify([...found])}))`
  }
}
