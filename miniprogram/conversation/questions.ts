import type { AnswerRunner } from './answer-runner'
import type { Asking } from './asking'
import type { ConversationChange } from './changes'
import type { Drafts } from './drafts'
import { lacksNetwork } from './lost-network'
import type { ModeChoice } from './mode-choice'
import { lacksPlace } from './no-place'
import type { OpenDraft } from './open-draft'
import type { OpenSession } from './open-session'
import type { OpenTurns } from './open-turns'
import type { PhotoTray } from './photo-tray'
import type { JournalPort } from './ports'
import type { QuestionLimits } from './question-limits'
import { MOST_FOLLOWED, type Occupied, questionProblem, type SendOutcome } from './send-outcome'
import type { TakenBack } from './taken-back'
import { hasAnswer, isRepeatable, isUnderWay, newTurn, onceMore, type Turn } from './turn'
import type { TurnWriter } from './turn-changes'

interface QuestionsParts {
  readonly journal: JournalPort
  readonly runner: AnswerRunner
  readonly drafts: Drafts
  readonly draft: OpenDraft
  readonly tray: PhotoTray
  readonly mode: ModeChoice
  readonly shown: OpenTurns
  readonly session: OpenSession
  readonly takenBack: TakenBack
  readonly limits: QuestionLimits
  readonly write: TurnWriter
  newRequestId(): string
  tell(change: ConversationChange): void
}

/** The questions of the open conversation on their way: sent, stopped, asked once more, laid back to be written anew. */
export class Questions {
  constructor(private readonly parts: QuestionsParts) {}

  /** Why nothing can be asked here now. */
  get occupied(): Occupied | undefined {
    const { runner, shown } = this.parts
    if (shown.underWay !== undefined) return 'busy'
    return runner.turns.length >= MOST_FOLLOWED ? 'too-many' : undefined
  }

  /** Sends what is written, with the photos of the tray. A second tap finds the first one under way. */
  send(content: string): SendOutcome {
    const { draft, limits, mode, newRequestId, session, tray } = this.parts
    const text = content.trim()
    const { occupied } = this
    if (occupied !== undefined) return occupied
    const problem = questionProblem(text, tray.photos, limits)
    if (problem !== undefined) return problem
    const requestId = newRequestId()
    const photos = draft.send(requestId, text)
    this.begin(newTurn(requestId, text, photos, { mode: mode.chosen }))
    if (draft.waiting > 0) session.layBack()
    return 'sent'
  }

  /** Asks a question in words alone. */
  ask(content: string, asking: Asking): void {
    this.begin(newTurn(this.parts.newRequestId(), content, [], asking))
  }

  /** The question that waits for room is written in the place of this one, which waits then. */
  exchange(): void {
    const { draft, newRequestId, session, tray } = this.parts
    const { text } = draft
    if (text !== '' || tray.photos.length > 0) draft.send(newRequestId(), text)
    session.layBack()
  }

  private begin(turn: Turn): void {
    const { journal, runner, session, shown, tell } = this.parts
    // The student has gone on: what failed before is not asked by itself any more.
    for (const { requestId, phase } of shown.list) if (phase.name === 'failed') journal.forget(requestId)
    shown.add(turn)
    tell({ type: 'added', turn })
    runner.run(turn, session.id)
  }

  /** Asks a question again in the place of its turn before. */
  beginInPlace(before: Turn, turn: Turn): void {
    const { runner, session, shown, tell } = this.parts
    shown.replace(before, turn)
    runner.run(turn, session.id)
    tell({ type: 'turns' })
  }

  /** Stops the answer under way here; what was received is kept. */
  stop(): void {
    const { runner, shown } = this.parts
    if (shown.underWay !== undefined) runner.stop(shown.underWay)
  }

  /** Asks a turn that failed again, by the same request id, with the photos that are at the server already. */
  retry(requestId: string): boolean {
    const { runner, session, shown, tell, write } = this.parts
    const turn = shown.find(requestId)
    if (turn === undefined || !isRepeatable(turn) || this.occupied !== undefined) return false
    if (!write(turn, onceMore(turn))) return false
    runner.run(turn, session.id)
    tell({ type: 'status', turn })
    return true
  }

  /** Asks the last turn again where it failed for lack of a network. */
  retryLost(): void {
    const { last } = this.parts.shown
    if (last !== undefined && (lacksNetwork(last) || lacksPlace(last))) this.retry(last.requestId)
  }

  /** Another answer has ended: the last turn is asked again where there was no place for it. */
  placeIsFree(ended: Turn): void {
    const { last } = this.parts.shown
    if (last !== undefined && last !== ended && lacksPlace(last)) this.retry(last.requestId)
  }

  /**
   * Lays the photos of a turn that ended back into the tray and gives its text, to be changed and sent as a new question. The
   * turn leaves the page; one that has a part of an answer, or an earlier one, stays for that, with nothing more to do about it.
   * Nothing where its photos find no room beside those chosen since ({@link fits}).
   */
  takeBack(requestId: string): string | undefined {
    const { drafts, journal, mode, shown, takenBack, tell, tray, write } = this.parts
    const turn = shown.find(requestId)
    if (turn === undefined || isUnderWay(turn) || !tray.hasRoomFor(turn.photos)) return undefined
    drafts.drop(requestId)
    journal.forget(requestId)
    takenBack.add(requestId)
    tray.putBack(turn.photos)
    mode.choose(turn.asking.mode)
    if (!hasAnswer(turn)) {
      shown.remove(turn)
      tell({ type: 'turns' })
    } else {
      write(turn, { takenBack: true })
      tell({ type: 'status', turn })
    }
    return turn.content
  }

  /** Whether the photos of a turn find room in the tray. */
  fits(requestId: string): boolean {
    const { shown, tray } = this.parts
    return tray.hasRoomFor(shown.find(requestId)?.photos ?? [])
  }
}
