import type { ErrorFrame, ServerFrame, SnapshotFrame, Stage, StoredFrame } from '../../../typings/protocol'
import { NOTHING_OPEN, type Standing, standingAfter, standingIn } from '../answer/standing'
import type { DeliveryEnd } from '../socket/deliver'
import type { EventView } from '../socket/event-response'
import { emptied, holdsAnswer, withState } from './ag-ui-messages'
import { resultOf } from './answer-result'
import { reasoningId, textId } from './message-ids'
import type { Message } from './messages-in'

/** Of our stages those that are steps of a run. */
const STEPS: ReadonlySet<Stage> = new Set(['reading_images', 'thinking', 'saving'])

interface AgUiEvent {
  type: string
  [field: string]: unknown
}

interface AgUiRun {
  threadId: string
  runId: string
  /** As the client sent them. */
  messages: readonly Message[]
  /** They may be held until the run's end: a snapshot repeats them. Else a snapshot that comes late tears the connection. */
  holdsOn: boolean
  /** What is open where a resumed run goes on; missing where it is told from its start, or a snapshot comes first. */
  standing: Standing | undefined
  /** It is told from its start. */
  isReplay: boolean
}

/**
 * An answer as the events of an AG-UI run. What is open follows from the frames alone (answer/standing.ts), so that a run which is
 * resumed opens again exactly what its client had open.
 */
export class AgUiView implements EventView {
  private open: Standing = NOTHING_OPEN
  private readonly run: Omit<AgUiRun, 'messages'>
  private messages: readonly Message[] | undefined

  constructor({ messages, ...run }: AgUiRun) {
    this.run = run
    this.messages = messages
  }

  /** A run is over with its last event only; a server that goes down ends no run. */
  isWhole(end: DeliveryEnd): boolean {
    return end === 'done' || end === 'error'
  }

  text(frame: ServerFrame): string | undefined {
    if (frame.type === 'keepalive') return ': keepalive\n\n'
    if (frame.type === 'error')
      return frame.code === 'SHUTTING_DOWN' ? undefined : written(this.failed(frame))
    if (frame.type === 'accepted') return written(this.started())
    const events = frame.type === 'snapshot' ? this.replaced(frame) : this.eventsOf(frame)
    if (!this.run.holdsOn) this.messages = undefined
    return events && written(events, frame.seq)
  }

  private started(): AgUiEvent[] {
    const { messages = [] } = this
    const { threadId, runId, standing = NOTHING_OPEN, isReplay } = this.run
    const holds = isReplay && holdsAnswer(messages, runId)
    return [
      { type: 'RUN_STARTED', threadId, runId },
      ...(holds ? [{ type: 'MESSAGES_SNAPSHOT', messages: emptied(messages, runId) }] : []),
      ...this.turnTo({ ...standing, stage: stepOf(standing.stage) }),
    ]
  }

  private eventsOf(frame: Exclude<StoredFrame, SnapshotFrame>): AgUiEvent[] {
    const { runId } = this.run
    const stage = frame.type === 'status' ? stepOf(frame.stage) : undefined
    const turn = this.turnTo(standingAfter(this.open, frame.type, stage))
    if (frame.type === 'reasoning') {
      const messageId = reasoningId(runId)
      return [...turn, { type: 'REASONING_MESSAGE_CONTENT', messageId, delta: frame.reasoning }]
    }
    if (frame.type === 'content') {
      return [...turn, { type: 'TEXT_MESSAGE_CONTENT', messageId: textId(runId), delta: frame.content }]
    }
    if (frame.type !== 'done') return turn
    const { threadId } = this.run
    return [...turn, { type: 'RUN_FINISHED', threadId, runId, result: resultOf(frame) }]
  }

  /** What is not open in the new state is closed before it, the rest goes on after it. */
  private replaced(frame: SnapshotFrame): AgUiEvent[] | undefined {
    const { messages } = this
    if (messages === undefined) return undefined
    const { runId } = this.run
    const after = standingIn(frame)
    const { open } = this
    const kept: Standing = {
      stage: open.stage === after.stage ? open.stage : undefined,
      reasoning: open.reasoning && after.reasoning,
      content: open.content && after.content,
    }
    const state = { text: frame.full_content, reasoning: frame.reasoning ?? '' }
    return [
      ...this.turnTo(kept),
      { type: 'MESSAGES_SNAPSHOT', messages: withState(messages, runId, state) },
      ...this.turnTo(after),
    ]
  }

  /** Ends what is not open any more, then begins what is new, in the order in which a resumed run does. */
  private turnTo(next: Standing): AgUiEvent[] {
    const { runId } = this.run
    const before = this.open
    this.open = next
    const events: AgUiEvent[] = []
    const reasoning = { messageId: reasoningId(runId) }
    const text = { messageId: textId(runId) }
    const stageChanges = before.stage !== next.stage
    if (stageChanges && before.stage !== undefined)
      events.push({ type: 'STEP_FINISHED', stepName: before.stage })
    if (before.reasoning && !next.reasoning) {
      events.push({ type: 'REASONING_MESSAGE_END', ...reasoning }, { type: 'REASONING_END', ...reasoning })
    }
    if (before.content && !next.content) events.push({ type: 'TEXT_MESSAGE_END', ...text })
    if (stageChanges && next.stage !== undefined) events.push({ type: 'STEP_STARTED', stepName: next.stage })
    if (!before.reasoning && next.reasoning) {
      events.push(
        { type: 'REASONING_START', ...reasoning },
        { type: 'REASONING_MESSAGE_START', ...reasoning, role: 'reasoning' },
      )
    }
    if (!before.content && next.content)
      events.push({ type: 'TEXT_MESSAGE_START', ...text, role: 'assistant' })
    return events
  }

  /** What is open stays so: an END would say that it is whole. */
  private failed({ code, message, retryable, retry_after_ms }: ErrorFrame): AgUiEvent[] {
    const metadata = retry_after_ms === undefined ? { retryable } : { retryable, retry_after_ms }
    return [{ type: 'RUN_ERROR', message, code, metadata }]
  }
}

function stepOf(stage: Stage | undefined): Stage | undefined {
  return stage !== undefined && STEPS.has(stage) ? stage : undefined
}

/** The last event of a frame carries its number: whoever comes back after it has all of the frame. */
function written(events: readonly AgUiEvent[], seq?: number): string {
  return events
    .map((event, index) => {
      const isLast = index === events.length - 1
      return `${isLast && seq !== undefined ? `id: ${seq}\n` : ''}data: ${JSON.stringify(event)}\n\n`
    })
    .join('')
}
