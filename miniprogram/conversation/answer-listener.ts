import type { Answer, AnswerEvent } from '../stream/answer-types'
import type { AnswerState } from '../stream/states'
import { createCatchingUp, type TextChange } from './catching-up'
import type { ConversationChange } from './changes'
import { errorCode, isRetryable, ownWords } from './error-code'
import { extrasOf } from './extras-watch'
import { isUnderWay, type Turn } from './turn'
import type { TurnWriter } from './turn-changes'
import { failure, isLinked, linked, saved } from './turn-phase'

/** Carries what one answer stream tells into its turn, and tells the page what of it changed. */
export interface AnswerListener {
  event(event: AnswerEvent): void
  /** The stream ended well, stopped ones included. */
  finished(answer: Answer): void
  /** It failed; what was received stays. */
  failed(error: unknown): void
}

/** What it tells is written by `write`; `sessionKnown` is told the session as soon as the server names it. */
export function createAnswerListener(
  turn: Turn,
  write: TurnWriter,
  tell: (change: ConversationChange) => void,
  sessionKnown: (sessionId: string) => void,
): AnswerListener {
  const shown = createCatchingUp(turn.text)
  let oldReasoning = turn.reasoning !== ''

  const textChanged = (change: TextChange): void => {
    if (change.kind === 'none') return
    write(turn, { text: shown.text })
    if (change.kind === 'append') tell({ type: 'append', turn, delta: change.delta })
    else tell({ type: 'replace', turn })
  }

  const reasoned = (delta: string): void => {
    // A replay tells the reasoning anew.
    const anew = oldReasoning
    oldReasoning = false
    write(turn, { reasoning: anew ? delta : turn.reasoning + delta })
    tell({ type: 'reasoning', turn, delta, anew })
  }

  const stateChanged = (state: AnswerState): void => {
    // How it ended is told by `finished` and `failed`; a stop may wait a moment for the server's word.
    if (state === 'idle' || state === 'done' || state === 'failed') return
    write(turn, { phase: state === 'stopped' ? { name: 'stopping' } : linked(state, turn.phase) })
  }

  const ids = (sessionId: string | undefined, questionId: string | undefined): void => {
    if (questionId !== undefined) write(turn, { questionId })
    if (sessionId !== undefined) sessionKnown(sessionId)
  }

  /** Carries an event over; says whether something shown in words changed. */
  const take = (event: AnswerEvent): boolean => {
    switch (event.type) {
      case 'state':
        stateChanged(event.state)
        return true
      case 'status':
        if (isLinked(turn.phase))
          write(turn, { phase: { ...turn.phase, stage: event.stage, ahead: event.ahead } })
        return true
      case 'content':
        if (event.tokens !== undefined) write(turn, { tokens: event.tokens })
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
        write(turn, { accepted: true })
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
      const { answerId, extras, finishReason, text, usage } = answer
      const isStopped = finishReason === 'stopped'
      textChanged(isStopped ? shown.replaced(text) : shown.completed(text))
      const made = extras === undefined ? undefined : extrasOf(extras)
      const isTaken = write(turn, {
        phase: saved(isStopped ? 'stopped' : 'done', { finishReason, answerId, extras: made }),
        accepted: true,
        ...(usage === undefined ? {} : { tokens: usage.completion_tokens }),
      })
      ids(answer.sessionId, answer.questionId)
      if (isTaken) tell({ type: 'settled', turn })
    },
    failed(error) {
      const phase = failure(errorCode(error), isRetryable(error), ownWords(error))
      if (write(turn, { phase })) tell({ type: 'settled', turn })
    },
  }
}
