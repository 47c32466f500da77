import type { AnswerReport } from '../../typings/protocol'
import type { Calendar, Clock, Lifecycle } from '../platform/ports'
import type { StopKeeper } from './answer-stop'
import type { AskInput, Backend, Question, Ways } from './backend'

/** Keeps what is received of answers under way, so that a later run of the program can go on with them. Each `begin` has one `end`. */
export interface AnswerKeeper {
  begin(requestId: string, input: AskInput): void
  /** Called with every new frame; how often that is written is the keeper's to decide. */
  note(requestId: string, after: string, text: string): void
  /** Write now: the program may not come back. */
  flush(): void
  /** It is over, or cannot be resumed: nobody goes on with it. */
  end(requestId: string): void
  /** This run lets it go for want of a link, without a last word of the server's: another run of the program could yet go on with it. */
  lose(requestId: string): void
}

/** Hears how each answer was, once it has ended. What it throws is logged. */
export type ReportAnswer = (report: Omit<AnswerReport, 'version'>) => void

/** The world that an answer lives in: all of it is handed in, so that a test or a simulation can be the world. */
export interface AnswerDeps extends Ways {
  clock: Clock & Calendar
  lifecycle: Lifecycle
  /** Numbers in [0, 1). */
  random: () => number
  keeper: AnswerKeeper
  stops: StopKeeper
  report?: ReportAnswer
}

/** What one answer is about, after the options were read. */
export interface AnswerSettings extends Question {
  backend: Backend
  /** An earlier run of the program began it: the first message is a resume. */
  continued: boolean
}
