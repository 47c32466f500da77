import { chatMessages } from '../../messages/chat.zh-CN'
import type { DueCount } from '../../mistakes/due-count'
import type { Cancel } from '../../platform/ports'
import { openPage } from '../../platform/wx-pages'
import { ROUTES } from '../../routes'
import type { Sayings } from './sayings'

/** The pages that the chat leads to. */
export type Way = 'review' | 'mistakes' | 'me'

/** The ways from the chat to the mistake book, the review and the student's own page, with the count of what is due. */
export class Ways {
  private readonly unsubscribe: Cancel

  constructor(
    private readonly due: DueCount,
    private readonly sayings: Sayings,
    setData: (patch: { due: number }) => void,
  ) {
    setData({ due: due.count })
    this.unsubscribe = due.subscribe((count) => setData({ due: count }))
  }

  async go(to: Way): Promise<void> {
    try {
      await openPage(ROUTES[to])
    } catch {
      this.sayings.say(chatMessages.mistakes.notOpened)
    }
  }

  /** The page is looked at again, or another exercise is in the book: the count may be another. */
  changed(): void {
    void this.due.refresh()
  }

  end(): void {
    this.unsubscribe()
  }
}
