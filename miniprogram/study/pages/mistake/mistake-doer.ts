import { returnTo } from '../../../platform/wx-pages'
import { desk, program } from '../../desk'
import { type MistakeAction, mistakeMessages as words } from '../../messages/mistakes.zh-CN'

const CHAT = '/pages/chat/chat'

/** What a student does with one exercise; what cannot be done is said by the page. */
export interface MistakeDoer {
  note(id: string, note: string): Promise<boolean>
  master(id: string, mastered: boolean): Promise<boolean>
  remove(id: string): Promise<boolean>
  /** Asks about it, and goes to the chat. */
  ask(mode: 'similar' | 'solve' | 'hint', id: string): void
}

export function mistakeDoer(problem: (action: MistakeAction, error: unknown) => void): MistakeDoer {
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
  return {
    note: (id, note) => attempt('change', () => book.change(id, { note })),
    master: (id, mastered) => attempt('change', () => book.change(id, { mastered })),
    remove: (id) => attempt('remove', () => book.remove(id)),
    ask(mode, id) {
      const mistake = book.find(id)
      // The server has the exercise that another one like it is wanted to.
      const question = mistake === undefined || mode === 'similar' ? '' : words.asked[mode](mistake.text)
      if (mistake !== undefined && program().askAbout(question, { mode, mistakeId: id })) returnTo(CHAT)
      else problem('ask', { code: 'RATE_LIMITED' })
    },
  }
}
