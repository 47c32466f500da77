import type { AnswerWish } from '../../components/answer-foot/answer-wish'
import type { Conversation } from '../../conversation/conversation'
import { errorCode } from '../../conversation/error-code'
import { answerAt, type EarlierAnswer, savedOf, type Turn } from '../../conversation/turn'
import type { Rating } from '../../conversation/turn-phase'
import type { TurnAction } from '../../conversation/turn-view'
import { chatMessages } from '../../messages/chat.zh-CN'
import { errorMessage, messages } from '../../messages/zh-CN'
import { copyText } from '../../platform/wx-clipboard'
import { chosen } from '../../platform/wx-dialog'
import type { PageParts } from './page-parts'
import type { QuestionDesk } from './question-desk'
import type { Sayings } from './sayings'
import type { VoiceDesk } from './voice-desk'
import type { Ways } from './ways'

type CopiedText = typeof import('../../components/answer-content/copied-text')
type AnswerPicture = typeof import('./answer-picture')
type Refused = typeof import('../../components/refused')

/** What a student does with an answer; what did not succeed is said in words. */
export class AnswerDesk {
  constructor(
    private readonly conversation: Conversation,
    private readonly parts: PageParts,
    private readonly sayings: Sayings,
    private readonly question: QuestionDesk,
    private readonly ways: Ways,
    private readonly voice: VoiceDesk,
  ) {}

  /**
   * What was tapped under it. `no`: the exercise that is read, where it solves several; `text`: what a follow-up asks; `version`: which
   * of the answers to the question is shown, from 1.
   */
  async wish(
    requestId: string,
    wish: AnswerWish,
    { text, no, version }: { text: string; no: string; version: number },
  ): Promise<void> {
    const { next } = this.conversation
    const words = chatMessages.next
    switch (wish) {
      case 'copy':
        return this.copy(requestId, version)
      case 'read':
        return this.voice.read(requestId, this.answer(requestId, version)?.text ?? '')
      case 'up':
      case 'down':
        return this.rate(requestId, wish)
      case 'keep':
        return this.keep(requestId)
      case 'ask':
        return this.asked(next.ask(text))
      case 'step':
        return this.asked(next.ask(words.askStep(no)))
      case 'method':
        return this.asked(next.ask(words.askMethod(no)))
      case 'similar':
        return this.asked(this.similar(requestId, no))
      case 'again':
        return this.asked(next.again(requestId))
      case 'hint':
        return this.asked(next.hint(requestId))
      case 'whole':
        return this.asked(next.ask(chatMessages.hints.askWhole))
      case 'mine':
        this.conversation.mode.choose('check')
        this.parts.composer?.focus()
    }
  }

  /** Into the mistake book; when it is there, that is opened. */
  private async keep(requestId: string): Promise<void> {
    const turn = this.turn(requestId)
    if (turn && savedOf(turn)?.kept === 'yes') return this.ways.go('mistakes')
    try {
      const kept = await this.conversation.answers.keep(requestId)
      if (kept !== undefined)
        this.sayings.say(kept === 'new' ? chatMessages.keep.saved : chatMessages.keep.already)
      this.ways.changed()
    } catch (error) {
      this.sayings.say(errorMessage(errorCode(error), 'keep'))
    }
  }

  /** Like one of the mistake book, where the answer is about one. */
  private similar(requestId: string, no: string): boolean {
    const { next } = this.conversation
    const mistakeId = this.turn(requestId)?.asking.mistakeId
    return mistakeId === undefined
      ? next.ask(chatMessages.next.askSimilar(no))
      : next.ask('', { mode: 'similar', mistakeId })
  }

  private answer(requestId: string, version: number): EarlierAnswer | undefined {
    const turn = this.turn(requestId)
    return turn === undefined ? undefined : answerAt(turn, version)
  }

  private turn(requestId: string): Turn | undefined {
    return this.conversation.turns.find((turn) => turn.requestId === requestId)
  }

  private asked(isAsked: boolean): void {
    if (!isAsked) this.question.occupied()
  }

  /** Copies it the way that is chosen, as text or as Markdown. */
  private async copy(requestId: string, version: number): Promise<void> {
    const text = this.answer(requestId, version)?.text
    if (text === undefined) return
    const { copyText: asText, copyMarkdown } = messages.answer
    try {
      const choice = await chosen([asText, copyMarkdown, chatMessages.sheet.make])
      if (choice === undefined) return
      if (choice === 2) return await this.picture(this.turn(requestId)?.content ?? '', text)
      // Only whoever copies needs the reader of Markdown here: it is not run before the first frame.
      const {
        copiedText,
        formulasAwaited,
      }: CopiedText = require('../../components/answer-content/copied-text')
      if (choice === 0) await formulasAwaited()
      await copyText(choice === 0 ? copiedText(text) : text)
      this.parts.card(requestId)?.copied()
    } catch (error) {
      await this.tell(error, 'clipboard', messages.content.notCopied)
    }
  }

  /** The answer on a sheet of paper, to keep or to send on. */
  private async picture(content: string, text: string): Promise<void> {
    const { givePictureOf }: AnswerPicture = require('./answer-picture')
    try {
      await givePictureOf({ content, text })
    } catch (error) {
      await this.tell(error, 'album', chatMessages.sheet.failed)
    }
  }

  private tell(error: unknown, thing: 'clipboard' | 'album', otherwise: string): Promise<void> {
    const { tellFailure }: Refused = require('../../components/refused')
    return tellFailure(error, thing, otherwise, (words) => this.sayings.say(words))
  }

  private async rate(requestId: string, rating: Rating): Promise<void> {
    try {
      await this.conversation.answers.rate(requestId, rating)
    } catch (error) {
      this.sayings.say(errorMessage(errorCode(error), 'rate'))
    }
  }

  /** What can be done about an answer that is not whole. */
  act(requestId: string, action: TurnAction): void {
    if (action === 'edit') {
      const content = this.conversation.takeBack(requestId)
      if (content !== undefined) this.parts.composer?.putBack(content)
      else if (!this.conversation.fits(requestId)) this.sayings.say(messages.photos.noRoomBack)
    } else if (!this.conversation.retry(requestId) && !this.conversation.next.goOn(requestId)) {
      this.question.occupied()
    }
  }
}
