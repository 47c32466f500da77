import type { AskParams, SessionState } from '../../typings/protocol'
import type { Answer, AnswerEvent, AnswerStream } from '../stream/answer-types'
import { type AnswerListener, createAnswerListener } from './answer-listener'
import { paramsOf } from './asking'
import type { ConversationChange } from './changes'
import { missingPages } from './error-code'
import { forgottenByServer, type PhotoUploads } from './photo-uploads'
import type { JournalPort, LearningPort } from './ports'
import { CONNECTING, type Turn } from './turn'
import type { TurnWriter } from './turn-changes'

interface AnswerRunnerDependencies {
  learning: Pick<LearningPort, 'ask'>
  journal: JournalPort
  uploads: PhotoUploads
  write: TurnWriter
  tell(change: ConversationChange): void
  /** The server told the session that a turn belongs to. */
  sessionKnown(turn: Turn, sessionId: string): void
  /** The server has the question: it speaks of it. */
  accepted(turn: Turn): void
  /** An answer ended, well or not; its session, where that one has an id. */
  ended(turn: Turn, sessionId: string | undefined): void
}

/** Takes turns from their photos to the end of their answers, each by itself. */
export interface AnswerRunner {
  /** The turns whose answers are under way, of whichever session. */
  readonly turns: readonly Turn[]
  /** The session in which one of them was asked, where that one has an id. */
  sessionOf(turn: Turn): string | undefined
  /** Uploads what is not at the server yet, asks, and follows the answer. Does nothing for a turn that is under way. */
  run(turn: Turn, sessionId: string | undefined): void
  /** Stops an answer under way; what was received is kept. */
  stop(turn: Turn): void
}

interface Run {
  readonly turn: Turn
  sessionId: string | undefined
  readonly listener: AnswerListener
  stream: AnswerStream | undefined
  /** Pages that the server had tidied away were uploaded once more. */
  isSecond: boolean
}

/** How the list of conversations tells a turn that ended. */
export function stateOfEnded(turn: Turn): SessionState {
  return turn.phase.name === 'failed' ? 'failed' : 'done'
}

/** Makes the one that sends questions and follows their answers; it begins with none. */
export function createAnswerRunner(dependencies: AnswerRunnerDependencies): AnswerRunner {
  const { learning, journal, uploads, write, tell, sessionKnown, accepted, ended } = dependencies
  const runs = new Map<Turn, Run>()

  const ask = (run: Run, imageUrls: string[]): AnswerStream => {
    const { turn, sessionId } = run
    const params: AskParams = { content: turn.content, ...paramsOf(turn.asking) }
    if (imageUrls.length > 0) params.image_urls = imageUrls
    if (sessionId !== undefined) params.session_id = sessionId
    const { requestId } = turn
    const left = journal.unfinished().find((answer) => answer.requestId === requestId)
    const start = left === undefined ? { requestId } : { requestId, afterSeq: left.afterSeq, text: left.text }
    return learning.ask(params, (event) => heard(run, event), start)
  }

  const heard = ({ turn, listener }: Run, event: AnswerEvent): void => {
    listener.event(event)
    // States are the phone's own; everything else came from the server.
    if (event.type !== 'state') accepted(turn)
  }

  const belongs = (turn: Turn, sessionId: string): void => {
    const run = runs.get(turn)
    if (run !== undefined && run.sessionId !== sessionId) {
      run.sessionId = sessionId
      tell({ type: 'session', sessionId, state: 'running' })
    }
    sessionKnown(turn, sessionId)
  }

  const end = ({ turn, sessionId }: Run): void => {
    if (sessionId !== undefined) tell({ type: 'session', sessionId, state: stateOfEnded(turn) })
    ended(turn, sessionId)
  }

  const finish = (run: Run, answer: Answer): void => {
    runs.delete(run.turn)
    run.listener.finished(answer)
    if (answer.questionId !== undefined) accepted(run.turn)
    run.sessionId ??= answer.sessionId
    end(run)
  }

  const fail = (run: Run, error: unknown): void => {
    runs.delete(run.turn)
    run.listener.failed(error)
    // What the server has is told by its history; the journal is for what it may have without having said so.
    if (run.turn.accepted) journal.forget(run.turn.requestId)
    end(run)
  }

  const follow = async (run: Run): Promise<void> => {
    const { turn } = run
    let answer: Answer
    try {
      const urls = await uploads.finish(turn.photos)
      if (runs.get(turn) !== run) return
      write(turn, { phase: CONNECTING })
      tell({ type: 'status', turn })
      run.stream = ask(run, urls)
      answer = await run.stream.result
    } catch (error) {
      if (runs.get(turn) !== run) return
      if (!goesOutAgain(run, error)) return fail(run, error)
      return follow(run)
    }
    finish(run, answer)
  }

  /** Whether all that the server lacked of a question can be uploaded again; what cannot is marked as gone. */
  const goesOutAgain = (run: Run, error: unknown): boolean => {
    const { turn } = run
    const missing = missingPages(error).flatMap((place) => turn.photos[place - 1] ?? [])
    missing.forEach(forgottenByServer)
    if (missing.length === 0 || run.isSecond || missing.some(({ gone }) => gone)) return false
    Object.assign(run, { isSecond: true, stream: undefined })
    write(turn, { phase: { name: 'uploading' } })
    tell({ type: 'status', turn })
    return true
  }

  /** Nothing was asked yet: it ends here, and can be sent again. */
  const stopBeforeAsking = (run: Run): void => {
    const { turn } = run
    runs.delete(turn)
    for (const photo of turn.photos) uploads.cancel(photo)
    write(turn, { phase: { name: 'unsent' } })
    tell({ type: 'settled', turn })
    end(run)
  }

  return {
    get turns() {
      return [...runs.keys()]
    },
    sessionOf: (turn) => runs.get(turn)?.sessionId,
    run(turn, sessionId) {
      if (runs.has(turn)) return
      const listener = createAnswerListener(turn, write, tell, (session) => belongs(turn, session))
      const run: Run = { turn, sessionId, listener, stream: undefined, isSecond: false }
      runs.set(turn, run)
      if (sessionId !== undefined) tell({ type: 'session', sessionId, state: 'running' })
      void follow(run)
    },
    stop(turn) {
      const run = runs.get(turn)
      if (run === undefined) return
      if (run.stream === undefined) stopBeforeAsking(run)
      else run.stream.stop()
    },
  }
}
