import type { Conversation } from '../../conversation/conversation'
import { errorCode } from '../../conversation/error-code'
import type { TurnAction } from '../../conversation/turn-view'
import { errorMessage, messages } from '../../messages/zh-CN'
import { copyText } from '../../platform/wx-clipboard'
import { chosen } from '../../platform/wx-dialog'
import type { PageParts } from './page-parts'
import type { QuestionDesk } from './question-desk'
import type { Sayings } from './sayings'

type CopiedText = typeof import('../../components/answer-content/copied-text')

/** What a student does with an answer; what did not succeed is said in words. */
export class AnswerDesk {
  constructor(
    private readonly conversation: Conversation,
    private readonly parts: PageParts,
    private readonly sayings: Sayings,
    private readonly question: QuestionDesk,
  ) {}

  /** Copies it the way that is chosen, as text or as Markdown. */
  async copy(requestId: string): Promise<void> {
    const turn = this.conversation.turns.find((each) => each.requestId === requestId)
    if (turn === undefined) return
    const { copyText: asText, copyMarkdown, notCopied } = messages.answer
    try {
      const choice = await chosen([asText, copyMarkdown])
      if (choice === undefined) return
      // Only whoever copies needs the reader of Markdown here: it is not run before the first frame.
      const { copiedText }: CopiedText = require('../../components/answer-content/copied-text')
      await copyText(choice === 0 ? copiedText(turn.text) : turn.text)
      this.parts.card(requestId)?.copied()
    } catch {
      this.sayings.say(notCopied)
    }
  }

  async rate(requestId: string, rating: string): Promise<void> {
    try {
      await this.conversation.rate(requestId, rating === 'up' ? 'up' : 'down')
    } catch (error) {
      this.sayings.say(errorMessage(errorCode(error), 'rate'))
    }
  }

  /** What can be done about an answer that is not whole. */
  act(requestId: string, action: TurnAction): void {
    if (action === 'edit') {
      const content = this.conversation.takeBack(requestId)
      if (content !== undefined) this.parts.composer?.putBack(content)
    } else if (!this.conversation.retry(requestId) && !this.conversation.goOn(requestId)) {
      this.question.occupied()
    }
  }
}
