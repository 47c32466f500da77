import type { Conversation } from '../../conversation/conversation'
import { savedOf } from '../../conversation/turn'
import type { PageParts } from './page-parts'
import type { QuestionDesk } from './question-desk'

/**
 * How much of the list stays free above an exercise that is looked at: its sheet takes the lower part of the screen, and of a low
 * screen nearly all.
 */
const AIR = 0.12

/** Which exercise of which marked page is looked at. */
export interface MarkView {
  /** The turn; empty where none is looked at. */
  markOf: string
  markNo: string
}

/** No sheet is open. */
export const NO_MARK: MarkView = { markOf: '', markNo: '' }

/** The marked pages of the conversation, and the sheet that explains an exercise on one. */
export class MarkDesk {
  constructor(
    private readonly conversation: Conversation,
    private readonly parts: PageParts,
    private readonly question: QuestionDesk,
    private readonly setData: (patch: MarkView | { scrollTop: number }, done?: () => void) => void,
  ) {}

  /**
   * Explains an exercise, and scrolls its page so that it stands above the sheet. `list`: where the list stands; `beside`: the
   * marked page may stand in the pane.
   */
  show(
    requestId: string,
    no: string,
    {
      list,
      beside,
    }: { list: { top: number; height: number; scrollTop: number } | undefined; beside: boolean },
  ): void {
    const turn = this.conversation.turns.find((each) => each.requestId === requestId)
    const correction = turn && savedOf(turn)?.extras?.correction
    if (!correction) return
    this.setData({ markOf: requestId, markNo: no }, () => {
      this.parts.markSheet?.show(requestId, turn.questionId, correction, no)
      if (beside) this.parts.markedPane?.reveal(no)
      if (list === undefined) return
      this.parts.markedPage(requestId)?.whereabouts(no, (top) => {
        this.setData({ scrollTop: Math.max(0, list.scrollTop + top - list.top - AIR * list.height) })
      })
    })
  }

  closed(): void {
    this.setData(NO_MARK)
  }

  /** Asks for an explanation of one exercise. */
  explain(question: string): void {
    if (!this.conversation.next.ask(question)) this.question.occupied()
  }
}
