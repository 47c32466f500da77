import type { ListedSession } from '../../typings/protocol'

/** A conversation as the server lists it. */
export const session = (id: string): ListedSession => ({
  id,
  title: `对话 ${id}`,
  subject: null,
  question_count: 1,
  total_tokens: 0,
  created_at: '2026-11-01T08:00:00Z',
  last_active_at: '2026-11-01T08:00:00Z',
  state: 'done',
})
