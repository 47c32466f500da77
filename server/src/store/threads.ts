import type { Kysely } from 'kysely'
import type { Schema } from './schema'

/** The session that this user's clients know by a name: one of its own id, or that was begun under it. */
export async function sessionOfThread(
  database: Kysely<Schema>,
  userId: string,
  name: string,
): Promise<string | undefined> {
  const session = await database
    .selectFrom('chat_session')
    .select('id')
    .where('id', '=', name)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (session !== undefined) return session.id
  const thread = await database
    .selectFrom('session_thread')
    .select('session_id')
    .where('user_id', '=', userId)
    .where('name', '=', name)
    .executeTakeFirst()
  return thread?.session_id
}

/** Keeps a session that was just begun under a name. Where another question did so at the same moment, that one's is the session. */
export async function keepThread(
  database: Kysely<Schema>,
  userId: string,
  name: string,
  sessionId: string,
): Promise<string> {
  const kept = await database
    .insertInto('session_thread')
    .values({ user_id: userId, name, session_id: sessionId })
    .onConflict((conflict) => conflict.columns(['user_id', 'name']).doNothing())
    .returning('session_id')
    .executeTakeFirst()
  if (kept !== undefined) return kept.session_id
  await database.deleteFrom('chat_session').where('id', '=', sessionId).execute()
  return (await sessionOfThread(database, userId, name)) ?? sessionId
}
