import type { Answer, AnswerEvent } from '../stream/answer-types'
import type { AnswerState } from '../stream/states'
import { createCatchingUp, type TextChange } from './catching-up'
import type { ConversationChange } from './changes'
import { errorCode, isRetryable, ownWords } from './error-code'
import { extrasOf } from './extras-watch'
import { isUnderWay, type Turn } from './turn'

/** Carries what one answer stream tells into its turn, and tells the page what of it changed. */
export interface AnswerListener {
  event(event: AnswerEvent): void
  /** The stream ended well, stopped ones included. */
  finished(answer: Answer): void
  /** It failed; what was received stays. */
  failed(error: unknown): void
}

/** `sessionKnown` is told the session as soon as the server names it. */
export function createAnswerListener(
  turn: Turn,
  tell: (change: ConversationChange) => void,
  sessionKnown: (sessionId: string) => void,
): AnswerListener {
  const shown = createCatchingUp(turn.text)
  let oldReasoning = turn.reasoning !== ''

  const textChanged = (change: TextChange): void => {
    if (change.kind === 'none') return
    turn.text = shown.text
    if (change.kind === 'append') tell({ type: 'append', turn, delta: change.delta })
    else tell({ type: 'replace', turn })
  }

  const reasoned = (delta: string): void => {
    // A replay tells the reasoning anew.
    const anew = oldReasoning
    oldReasoning = false
    turn.reasoning = anew ? delta : turn.reasoning + delta
    tell({ type: 'reasoning', turn, delta, anew })
  }

  const stateChanged = (state: AnswerState): void => {
    // How it ended is told by `finished` and `failed`; a stop may wait a moment for the server's word.
    if (state === 'idle' || state === 'done' || state === 'failed') return
    if (state === 'stopped') turn.stage = 'stopping'
    else turn.state = state
  }

  const ids = (sessionId: string | undefined, questionId: string | undefined): void => {
    turn.questionId = questionId ?? turn.questionId
    if (sessionId !== undefined) sessionKnown(sessionId)
  }

  /** Carries an event over; says whether something shown in words changed. */
  const take = (event: AnswerEvent): boolean => {
    switch (event.type) {
      case 'state':
        stateChanged(event.state)
        return true
      case 'status':
        turn.stage = event.stage
        turn.ahead = event.ahead
        return true
      case 'content':
        turn.tokens = event.tokens ?? turn.tokens
        textChanged(shown.grew(event.delta, event.text))
        return true
      case 'replace':
        textChanged(shown.replaced(event.text))
        if (event.reasoning !== undefined) {
          oldReasoning = true
          reasoned(event.reasoning)
        }
        return true
      case 'reasoning':
        reasoned(event.delta)
        return false
      case 'accepted':
        turn.accepted = true
        ids(event.sessionId, event.questionId)
        return false
      case 'done':
        return false
    }
  }

  return {
    event(event) {
      if (isUnderWay(turn) && take(event)) tell({ type: 'status', turn })
    },
    finished(answer) {
      textChanged(
        answer.finishReason === 'stopped' ? shown.replaced(answer.text) : shown.completed(answer.text),
      )
      turn.state = answer.finishReason === 'stopped' ? 'stopped' : 'done'
      turn.finishReason = answer.finishReason
      turn.answerId = answer.answerId
      turn.extras = answer.extras === undefined ? undefined : extrasOf(answer.extras)
      turn.accepted = true
      ids(answer.sessionId, answer.questionId)
      if (answer.usage !== undefined) turn.tokens = answer.usage.completion_tokens
      tell({ type: 'settled', turn })
    },
    failed(error) {
      turn.state = 'failed'
      turn.errorCode = errorCode(error)
      turn.errorWords = ownWords(error)
      turn.retryable = isRetryable(error)
      tell({ type: 'settled', turn })
    },
  }
}
