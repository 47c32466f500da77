import { sayOn } from '../../../components/toast'
import { errorCode, isRetryable } from '../../../conversation/error-code'
import { returnTo } from '../../../platform/wx-pages'
import { ROUTES } from '../../../routes'
import { program } from '../../../running-program'
import { desk } from '../../desk'
import { type MistakeAction, mistakeError, mistakeMessages as words } from '../../messages/mistakes.zh-CN'

/** What a student does with one exercise; what cannot be done is said by the page. */
export interface MistakeDoer {
  /** What a note is now, while it is written. It is saved with {@link saveNote}, or when another one is begun. */
  typed(id: string, note: string): void
  /** Saves what was typed: when the field is left, or what it stands in. */
  saveNote(): void
  master(id: string, mastered: boolean): Promise<boolean>
  remove(id: string): Promise<boolean>
  /** Asks about it, and goes to the chat. */
  ask(mode: 'similar' | 'solve' | 'hint', id: string): void
}

type Page = Parameters<typeof sayOn>[0]

/** Says on a page, in passing, what of its exercises could not be done. */
export function sayProblem(page: Page, action: MistakeAction, error: unknown): void {
  sayOn(page, mistakeError(action, errorCode(error)))
}

/** Does it, and says on its page what failed. */
export function mistakeDoer(page: Page): MistakeDoer {
  const problem = (action: MistakeAction, error: unknown) => sayProblem(page, action, error)
  const attempt = async (action: MistakeAction, act: () => Promise<void>): Promise<boolean> => {
    try {
      await act()
      void program().due.refresh()
      return true
    } catch (error) {
      problem(action, error)
      return false
    }
  }
  const { book } = desk()
  let written: { id: string; note: string } | undefined
  const saveNote = () => {
    if (written === undefined) return
    const { id, note } = written
    written = undefined
    book
      .note(id, note.trim())
      .catch((error: unknown) => problem(isRetryable(error) ? 'note' : 'change', error))
  }
  return {
    typed(id, note) {
      if (written?.id !== id) saveNote()
      written = { id, note }
    },
    saveNote,
    master: (id, mastered) => attempt('change', () => book.change(id, { mastered })),
    remove: (id) => attempt('remove', () => book.remove(id)),
    ask(mode, id) {
      const mistake = book.find(id)
      // The server has the exercise that another one like it is wanted to.
      const question = mistake === undefined || mode === 'similar' ? '' : words.asked[mode](mistake.text)
      if (mistake !== undefined && program().askAbout(question, { mode, mistakeId: id }))
        returnTo(ROUTES.chat)
      else problem('ask', { code: 'RATE_LIMITED' })
    },
  }
}
