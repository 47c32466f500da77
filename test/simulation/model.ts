import { EventEmitter } from 'node:events'
import { readAnswer } from '../../server/src/model/chat/answer-body'
import { type Output, pushed } from '../../server/src/model/chat/pushed'
import { ModelError, type ModelEvent, type ModelRequest, type TutorModel } from '../../server/src/model/model'
import type { Clock } from '../../server/src/time/clock'
import type { Question, Schedule } from './schedule'

/** Milliseconds that more may come after a reason, as for a real endpoint. */
const PATIENCE = 3000
/** The longest pause after a reason that was none, milliseconds: no reader can tell a longer one from an end. */
const PAUSE_AFTER_REASON = 900

/** The words of the question with this number. */
export function wordsOf(number: number): string {
  return `第${number + 1}题怎么做？`
}

/** The deltas of the answer to the question with this number: of every length, with characters of two code units. */
export function deltasOf({ questions, seed }: Schedule, number: number): string[] {
  return (questions[number]?.pauses ?? []).map(
    (_, index) =>
      `第${number + 1}题第${index}步 $x_{${(seed + index) % 97}}$${index % 7 === 0 ? ' 🎈' : ''}。`,
  )
}

/** One call of the model, as the invariants look at it. */
export interface ModelCall {
  /** The words that were asked. */
  question: string
  /** The text that it was asked to go on from. */
  continueFrom: string
  /** The text that the database had then. */
  written: string
  ended: boolean
  /** The server's run that made it is over. */
  abandoned: boolean
}

/** What the model does about one question. */
interface Script extends Question {
  deltas: string[]
}

/**
 * A model that gives a schedule's answers at a schedule's pace, from wherever it is asked to go on. It speaks as a gateway does,
 * in chunks with reasons, and is read as one.
 */
export class ScheduledModel implements TutorModel {
  readonly name = 'scheduled'
  readonly canContinue: boolean
  private readonly scripts: ReadonlyMap<string, Script>

  constructor(
    /** Of the run of the server that asks it. */
    private readonly clock: Clock,
    schedule: Schedule,
    /** Outlives one run of the server. */
    private readonly calls: { push(call: ModelCall): void },
    /** What the database has of the answer to these words. */
    private readonly written: (question: string) => string,
  ) {
    this.canContinue = schedule.canContinue
    this.scripts = new Map(
      schedule.questions.map((question, number) => [
        wordsOf(number),
        { ...question, deltas: deltasOf(schedule, number) },
      ]),
    )
  }

  answer({ question, continueFrom = '', signal }: ModelRequest): AsyncIterable<ModelEvent> {
    const written = this.written(question)
    const call: ModelCall = { question, continueFrom, written, ended: false, abandoned: false }
    this.calls.push(call)
    return pushed<ModelEvent>(async (output) => {
      try {
        await this.respond(call, signal, output)
      } finally {
        call.ended = true
      }
    })
  }

  private async respond(call: ModelCall, signal: AbortSignal, output: Output<ModelEvent>): Promise<void> {
    const script = this.scripts.get(call.question)
    if (script === undefined) throw new Error(`a question that nobody asked: ${call.question}`)
    if (script.ending === 'refuse' && call.continueFrom === '') {
      throw new ModelError('MODEL_UNAVAILABLE', 'refused', true)
    }
    const left = new Promise<'left'>((resolve) => {
      signal.addEventListener('abort', () => resolve('left'))
      output.onReturn(() => resolve('left'))
    })
    const body = new EventEmitter()
    const read = readAnswer(body, {
      images: false,
      goesOn: call.continueFrom !== '',
      patience: PATIENCE,
      tell: (event) => output.push(event),
    })
    const over = Promise.race([left, read])
    this.write(script, call.continueFrom, body, over).catch((error: unknown) => body.emit('error', error))
    await over
  }

  /** Until `over`: then nobody reads any more. */
  private async write(
    { deltas, pauses, readingTime, ending, reasons }: Script,
    continueFrom: string,
    body: EventEmitter,
    over: Promise<unknown>,
  ): Promise<void> {
    const isOver = over.then(
      () => 'over' as const,
      () => 'over' as const,
    )
    const wait = (delay: number) => Promise.race([isOver, this.sleep(delay)])
    const send = (data: string) => body.emit('data', Buffer.from(`data: ${data}\n\n`))
    const say = (content: string, reason: string | null) =>
      send(JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: reason }] }))
    if ((await wait(readingTime)) === 'over') return
    let known = continueFrom
    let said = false
    for (const [index, delta] of deltas.entries()) {
      if (known.startsWith(delta)) {
        known = known.slice(delta.length)
        continue
      }
      const rest = delta.startsWith(known) ? delta.slice(known.length) : delta
      known = ''
      const pause = pauses[index] ?? 0
      if ((await wait(said ? Math.min(pause, PAUSE_AFTER_REASON) : pause)) === 'over') return
      say(rest, reasons === 'each' ? 'stop' : null)
      if (reasons === 'early' && index === deltas.length >> 1) say('', 'stop')
      said = reasons === 'each' || (reasons === 'early' && index === deltas.length >> 1)
    }
    if (ending === 'silence') return
    if (ending === 'break_off') {
      body.emit('close')
      return
    }
    for (let times = reasons === 'repeated' ? 3 : 1; times > 0; times -= 1) say('', 'stop')
    const usage = { prompt_tokens: 10, completion_tokens: deltas.length, total_tokens: 10 + deltas.length }
    send(JSON.stringify({ choices: [], usage }))
    send('[DONE]')
    body.emit('end')
  }

  private sleep(delay: number): Promise<'due'> {
    return new Promise((resolve) => {
      this.clock.after(delay, () => resolve('due'))
    })
  }
}
