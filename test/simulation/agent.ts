import { writeAnswer } from './scripted-answer'
import { begin, type Line, type Service, type ServiceParts } from './scripted-host'

/** What an AG-UI agent promises beyond an answer. What can be come back to by either goes on while nobody reads. */
export interface AgentPromises {
  /** Its events are numbered: `Last-Event-ID` goes on with a run. */
  numbered: boolean
  /** It knows a run by its `runId`, and tells it from the beginning to who asks again. */
  idempotent: boolean
  /** It can be told to stop one. */
  stoppable: boolean
}

/** Milliseconds of silence after which an agent says that it lives. */
const ALIVE = 5000

interface RunInput {
  body: { runId: string; messages: { content: string }[] }
  lastEventId?: string
}

/** One run: the numbered steps that it has taken, each with its events, and who reads them. */
class Run {
  readonly steps: object[][] = []
  readonly readers = new Set<() => void>()
  isOver = false
  end = (): void => undefined

  step(...events: object[]): void {
    this.steps.push(events)
    for (const read of [...this.readers]) read()
  }
}

const message = { messageId: 'answer' }
const start = { type: 'TEXT_MESSAGE_START', role: 'assistant', ...message }

/** An AG-UI agent. One that can be come back to keeps its runs over its own death. */
export class Agent implements Service {
  private readonly runs = new Map<string, Run>()

  constructor(
    private readonly promises: AgentPromises,
    private readonly parts: ServiceParts,
  ) {}

  asked(text: string, line: Line): void {
    const { body, lastEventId }: RunInput = JSON.parse(text.slice(text.indexOf('{')))
    const { runId } = body
    const words = body.messages.at(-1)?.content ?? ''
    const known = this.runs.get(runId)
    const goesOn = lastEventId !== undefined || this.promises.idempotent
    if (lastEventId !== undefined && known === undefined) {
      this.parts.record.violations.push('a run was resumed that nobody began')
      line.refuse()
      return
    }
    const run = known !== undefined && goesOn ? known : this.begin(runId, words)
    this.tell(run, runId, Number(lastEventId ?? 0), line)
  }

  stopped(runId: string): void {
    const run = this.runs.get(runId)
    if (run === undefined || run.isOver) return
    run.end()
    this.finish(run, runId, 'stopped')
  }

  /** What nobody can come back to is not written on. */
  died(): void {
    if (this.isKept) return
    for (const run of this.runs.values()) run.end()
  }

  private get isKept(): boolean {
    return this.promises.numbered || this.promises.idempotent
  }

  private begin(runId: string, words: string): Run {
    const { time, schedule, record } = this.parts
    begin(record, words)
    const run = new Run()
    this.runs.set(runId, run)
    run.end = writeAnswer(time, schedule, words, {
      delta: (delta) => {
        const content = { type: 'TEXT_MESSAGE_CONTENT', delta, ...message }
        run.step(...(run.steps.length === 0 ? [start, content] : [content]))
      },
      ended: (ending) => {
        if (ending === 'finish') this.finish(run, runId, 'stop')
        else
          this.over(run, runId, {
            type: 'RUN_ERROR',
            message: '?',
            code: ending === 'refuse' ? 'MODEL_UNAVAILABLE' : 'GENERATION_INTERRUPTED',
          })
      },
    })
    return run
  }

  private finish(run: Run, runId: string, reason: string): void {
    if (run.steps.length > 0) run.step({ type: 'TEXT_MESSAGE_END', ...message })
    this.over(run, runId, { type: 'RUN_FINISHED', threadId: runId, runId, result: { finish_reason: reason } })
  }

  private over(run: Run, runId: string, event: object): void {
    run.isOver = true
    this.parts.record.over.add(runId)
    run.step(event)
  }

  /** Everything after a step, now and as it comes; the ending again to who has it. */
  private tell(run: Run, runId: string, after: number, line: Line): void {
    const { numbered } = this.promises
    let told = run.isOver ? Math.min(after, run.steps.length - 1) : after
    const send = (event: object, id = '') => line.send(`${id}data: ${JSON.stringify(event)}\n\n`)
    send({ type: 'RUN_STARTED', threadId: runId, runId })
    // What is open at that step is opened again.
    if (told > 0 && !(run.isOver && told >= run.steps.length - 2)) send(start)
    const read = (): void => {
      for (const events of run.steps.slice(told)) {
        told += 1
        const last = events.length - 1
        for (const [at, event] of events.entries())
          send(event, at === last && numbered ? `id: ${told}\n` : '')
      }
      if (run.isOver) line.close()
    }
    run.readers.add(read)
    line.onClosed(() => {
      run.readers.delete(read)
      stayAlive()
      if (!this.isKept) run.end()
    })
    const stayAlive = this.alive(line, run)
    read()
  }

  /** Comments while nothing else comes; what it returns ends them. */
  private alive(line: Line, run: Run): () => void {
    const { time } = this.parts
    let steps = -1
    let cancel = (): void => undefined
    const beat = (): void => {
      cancel = time.after(ALIVE, () => {
        if (run.isOver) return
        if (steps === run.steps.length && !this.isSilent(run)) line.send(': alive\n\n')
        steps = run.steps.length
        beat()
      })
    }
    beat()
    return () => cancel()
  }

  /** An agent whose model fell silent has nothing to say for itself either. */
  private isSilent(run: Run): boolean {
    return this.parts.schedule.questions.some(
      ({ ending, pauses }) => ending === 'silence' && run.steps.length >= pauses.length,
    )
  }
}
