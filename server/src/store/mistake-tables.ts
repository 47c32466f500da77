import type { Kysely } from 'kysely'

/** The mistake book. A mistake outlives its question, and keeps the page that it stands on. */
export async function createMistakes<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('mistake')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    .addColumn('same_as', 'text', (column) => column.notNull())
    .addColumn('question_id', 'text', (column) => column.references('question.id').onDelete('set null'))
    .addColumn('no', 'text')
    .addColumn('subject', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('student_answer', 'text')
    .addColumn('correct_answer', 'text')
    .addColumn('reason', 'text')
    .addColumn('note', 'text')
    .addColumn('file_id', 'text', (column) => column.references('file.id').onDelete('set null'))
    .addColumn('box', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('mastered', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('reviews', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('card', 'text')
    .addUniqueConstraint('mistake_user_same_as', ['user_id', 'same_as'])
    .execute()
  await index(database, 'mistake', ['user_id', 'created_at'])
  await index(database, 'mistake', ['user_id', 'due_at'])
  await index(database, 'mistake', ['question_id'])
  await index(database, 'mistake', ['file_id'])
  await createPointsAndReviews(database)
}

async function createPointsAndReviews<T>(database: Kysely<T>): Promise<void> {
  await database.schema
    .createTable('mistake_point')
    .addColumn('mistake_id', 'text', (column) =>
      column.notNull().references('mistake.id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('point', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('mistake_point_key', ['mistake_id', 'position'])
    .execute()
  await database.schema
    .createTable('mistake_review')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('user_account.id').onDelete('cascade'),
    )
    // That somebody reviewed stays true when the mistake is thrown away.
    .addColumn('mistake_id', 'text', (column) => column.references('mistake.id').onDelete('set null'))
    .addColumn('rating', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .execute()
  await index(database, 'mistake_review', ['user_id', 'created_at'])
  await index(database, 'mistake_review', ['mistake_id'])
}

/** What a student tells of themselves. */
export async function addProfiles<T>(database: Kysely<T>): Promise<void> {
  await database.schema.alterTable('user_account').addColumn('grade', 'integer').execute()
  await database.schema.alterTable('user_account').addColumn('settings', 'text').execute()
}

async function index<T>(database: Kysely<T>, table: string, columns: string[]): Promise<void> {
  await database.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute()
}
