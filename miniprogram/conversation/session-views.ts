import type { ListedSession } from '../../typings/protocol'
import { chatMessages } from '../messages/chat.zh-CN'
import { messages } from '../messages/zh-CN'
import { dayHeading } from './day-words'
import { subjectSign } from './subject-sign'

/** A session as the notebook shows it. */
export interface SessionView {
  id: string
  title: string
  /** Its subject, and the character that stands for it. */
  subject: string
  label: string
  /** Its first page; empty where it has none. */
  thumbnail: string
  /** How its page was marked, or how many questions it has. */
  note: string
  /** The day that begins with it; empty where it is of the same day as the one before, or that is not known. */
  day: string
  /** Its last answer is being written, or was not finished; empty where there is nothing to say. */
  state: '' | 'running' | 'failed'
  /** That in words. */
  stateWords: string
}

/** `now` in milliseconds since the epoch decides what is today. `address`: where an `<image>` finds a file of the server's. */
export function sessionViews(
  sessions: readonly ListedSession[],
  now: number,
  address: (url: string) => string,
): SessionView[] {
  const words = messages.sessions
  let before = ''
  return sessions.map((session) => {
    const day = dayHeading(new Date(session.last_active_at), now)
    const { thumbnail_url: thumbnail } = session
    const view: SessionView = {
      id: session.id,
      title: session.title.trim() || words.untitled,
      ...subjectSign(session.subject),
      thumbnail: thumbnail ? address(thumbnail) : '',
      note: noteOf(session),
      day: day === before ? '' : day,
      state: session.state === 'done' ? '' : session.state,
      stateWords: session.state === 'done' ? '' : words.states[session.state],
    }
    before = day
    return view
  })
}

/** What its last answer marked, else how many questions were asked. */
function noteOf({ correction, question_count, state }: ListedSession): string {
  if (correction) {
    const { right, wrong, unanswered, unclear } = correction
    return chatMessages.notebook.marked(right + wrong + unanswered + unclear, wrong, right)
  }
  // The last one was asked, and is not counted before its answer is saved.
  return messages.sessions.questions(question_count + (state === 'done' ? 0 : 1))
}
