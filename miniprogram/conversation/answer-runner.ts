import type { AskParams } from '../../typings/protocol'
import type { Answer, AnswerStream } from '../stream/answer-types'
import { type AnswerListener, createAnswerListener } from './answer-listener'
import type { ConversationChange } from './changes'
import type { PhotoUploads } from './photo-uploads'
import type { JournalPort, LearningPort } from './ports'
import type { Turn } from './turn'

export interface AnswerRunnerDependencies {
  learning: Pick<LearningPort, 'ask'>
  journal: JournalPort
  uploads: PhotoUploads
  tell(change: ConversationChange): void
  /** The server told the session that a turn belongs to. */
  sessionKnown(turn: Turn, sessionId: string): void
}

/** Takes one turn at a time from its photos to the end of its answer. */
export interface AnswerRunner {
  /** The turn whose answer is under way. */
  readonly turn: Turn | undefined
  /** The session in which it was asked, where that one has an id. */
  readonly sessionId: string | undefined
  /** Uploads what is not at the server yet, asks, and follows the answer. There must be no other under way. */
  run(turn: Turn, sessionId: string | undefined): void
  /** Stops the answer under way; what was received is kept. */
  stop(): void
}

interface Run {
  readonly turn: Turn
  sessionId: string | undefined
  readonly listener: AnswerListener
  stream: AnswerStream | undefined
}

export function createAnswerRunner(dependencies: AnswerRunnerDependencies): AnswerRunner {
  const { learning, journal, uploads, tell, sessionKnown } = dependencies
  let current: Run | undefined

  const ask = (run: Run, imageUrls: string[]): AnswerStream => {
    const { turn, sessionId, listener } = run
    const params: AskParams = { content: turn.content }
    if (imageUrls.length > 0) params.image_urls = imageUrls
    if (sessionId !== undefined) params.session_id = sessionId
    const { requestId } = turn
    const left = journal.unfinished().find((answer) => answer.requestId === requestId)
    const start = left === undefined ? { requestId } : { requestId, afterSeq: left.afterSeq, text: left.text }
    return learning.ask(params, (event) => listener.event(event), start)
  }

  const belongs = (turn: Turn, sessionId: string): void => {
    if (current?.turn === turn) current.sessionId = sessionId
    sessionKnown(turn, sessionId)
  }

  const finish = (run: Run, answer: Answer): void => {
    current = undefined
    run.listener.finished(answer)
  }

  const fail = (run: Run, error: unknown): void => {
    current = undefined
    run.listener.failed(error)
  }

  const follow = async (run: Run): Promise<void> => {
    try {
      const urls = await uploads.finish(run.turn.photos)
      if (current !== run) return
      run.turn.state = 'connecting'
      tell({ type: 'status', turn: run.turn })
      run.stream = ask(run, urls)
      finish(run, await run.stream.result)
    } catch (error) {
      if (current === run) fail(run, error)
    }
  }

  /** Nothing was asked yet: it ends here, and can be sent again. */
  const stopBeforeAsking = ({ turn }: Run): void => {
    current = undefined
    for (const photo of turn.photos) uploads.cancel(photo)
    turn.state = 'stopped'
    turn.retryable = true
    tell({ type: 'settled', turn })
  }

  return {
    get turn() {
      return current?.turn
    },
    get sessionId() {
      return current?.sessionId
    },
    run(turn, sessionId) {
      const listener = createAnswerListener(turn, tell, (session) => belongs(turn, session))
      current = { turn, sessionId, listener, stream: undefined }
      void follow(current)
    },
    stop() {
      if (current === undefined) return
      if (current.stream === undefined) stopBeforeAsking(current)
      else current.stream.stop()
    },
  }
}
