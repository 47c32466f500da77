import { type Kysely, sql } from 'kysely'

/** What kind of answer a question asks for, and what follows the answer. */
export async function addModes<T>(database: Kysely<T>): Promise<void> {
  for (const column of ['mode', 'about', 'mistake_id', 'again', 'hint_to'] as const) {
    await database.schema.alterTable('question').addColumn(column, 'text').execute()
  }
  await database.schema.alterTable('question').addColumn('hint_level', 'integer').execute()
  // Most questions are neither: they cost nothing here.
  for (const column of ['again', 'hint_to'] as const) {
    await database.schema
      .createIndex(`question_by_${column}`)
      .on('question')
      .columns([column])
      .where(column, 'is not', null)
      .execute()
  }
  await database.schema
    .createTable('answer_extras')
    .addColumn('answer_id', 'text', (column) =>
      column.primaryKey().references('answer.id').onDelete('cascade'),
    )
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('title', 'text')
    .addColumn('subject', 'text')
    .addColumn('follow_ups', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('correction', 'text')
    .addColumn('correction_counts', 'text')
    .execute()
  await database.schema.alterTable('chat_session').addColumn('title_from', 'text').execute()
  // Nobody wrote down which of them a student gave.
  await sql`update ${sql.table('chat_session')} set ${sql.ref('title_from')} = ${'student'}`.execute(database)
}
