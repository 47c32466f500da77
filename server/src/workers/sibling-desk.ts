import * as v from 'valibot'
import { toAnswerError } from '../answer/answer-error'
import type { LiveAnswer, LiveAnswers } from '../answer/live-answers'
import type { Logger } from '../tracing/logger'
import type { Channel } from './channel'
import { type Question, type Reply, type SiblingMessage, siblingMessageSchema } from './sibling-messages'

interface DeskParts {
  /** What this process has in memory. */
  held: LiveAnswers
  logger: Logger
}

/** Answers what the siblings of this process ask it, and lets their readers read its answers. */
export class SiblingDesk {
  /** By sibling and call. */
  private readonly open = new Map<string, LiveAnswer>()

  constructor(
    private readonly channel: Channel,
    private readonly parts: DeskParts,
  ) {
    channel.onMessage((from, body) => this.receive(from, body))
    channel.onGone((sibling) => this.gone(sibling))
  }

  private receive(from: number, body: unknown): void {
    const parsed = v.safeParse(siblingMessageSchema, body)
    if (!parsed.success) return
    const { output } = parsed
    if ('question' in output) this.reply(from, output.call, output.question)
    else if ('read' in output) this.read(from, output.call, output.read)
  }

  private reply(from: number, call: number, question: Question): void {
    this.answer(from, call, question).then(
      (answer) => this.say(from, { call, answer }),
      (error: unknown) => {
        const failure = toAnswerError(error)
        if (failure.code === 'INTERNAL') {
          this.parts.logger.error({ err: error }, 'what a sibling asked for failed')
        }
        this.say(from, { call, answer: { reply: 'refused', error: failure.frame } })
      },
    )
  }

  private async answer(from: number, call: number, question: Question): Promise<Reply> {
    const { held } = this.parts
    switch (question.ask) {
      case 'attach': {
        const answer = await held.attach(question)
        if (answer === undefined) return { reply: 'none' }
        this.open.set(keyOf(from, call), answer)
        return { reply: 'attached', accepted: answer.accepted, standing: answer.standing }
      }
      case 'stop':
        return done(await held.stop(question.userId, question.requestId))
      case 'end':
        return done(await held.end(question.userId, question.requestId))
      case 'forget':
        await held.forget(question.userId, question.sessionId, question.requestIds)
        return { reply: 'done' }
      case 'forgetUser':
        await held.forgetUser(question.userId, question.requestIds)
        return { reply: 'done' }
    }
  }

  private read(from: number, call: number, what: 'next' | 'stop' | 'leave'): void {
    const key = keyOf(from, call)
    const answer = this.open.get(key)
    if (what === 'stop') answer?.stop()
    else if (what === 'leave') this.leave(key, answer)
    else if (answer === undefined) this.say(from, { call, ended: true })
    else {
      answer.frames.next().then(
        ({ done: isOver, value }) => this.say(from, isOver ? { call, ended: true } : { call, frame: value }),
        (error: unknown) => this.say(from, { call, frame: toAnswerError(error).frame }),
      )
    }
  }

  private leave(key: string, answer: LiveAnswer | undefined): void {
    this.open.delete(key)
    answer?.frames.return?.().catch(() => undefined)
  }

  private gone(sibling: number): void {
    for (const [key, answer] of this.open) {
      if (key.startsWith(`${sibling} `)) this.leave(key, answer)
    }
  }

  private say(to: number, message: SiblingMessage): void {
    this.channel.send(to, message)
  }
}

function keyOf(sibling: number, call: number): string {
  return `${sibling} ${call}`
}

function done(isDone: boolean): Reply {
  return { reply: isDone ? 'done' : 'none' }
}
