import * as v from 'valibot'
import { toAnswerError } from '../answer/answer-error'
import type { HeldAnswers } from '../answer/held-answers'
import type { Logger } from '../tracing/logger'
import { callSchema, type Question, type Reply } from './call-messages'
import { CALLS, serverChannel } from './names'
import type { SharedFrames } from './redis-link'

interface CallsDeskParts {
  link: SharedFrames
  /** By what other servers know this one. */
  server: string
  held: HeldAnswers
  logger: Logger
}

/** Answers what other servers ask this one, from what it has in memory. */
export class CallsDesk {
  constructor(private readonly parts: CallsDeskParts) {
    parts.link.hear(CALLS, (message) => {
      this.receive(message).catch((error: unknown) => {
        parts.logger.warn({ err: error }, 'another server could not be answered')
      })
    })
  }

  private async receive(message: string): Promise<void> {
    const { link, server } = this.parts
    const parsed = v.safeParse(callSchema, JSON.parse(message))
    if (!parsed.success || parsed.output.from === server) return
    const { call, from, question } = parsed.output
    await link.publish(serverChannel(from), { call, answer: await this.reply(question) })
  }

  private async reply(question: Question): Promise<Reply> {
    try {
      return { reply: (await this.did(question)) ? 'done' : 'none' }
    } catch (error) {
      const failure = toAnswerError(error)
      if (failure.code === 'INTERNAL') {
        this.parts.logger.error({ err: error }, 'what another server asked for failed')
      }
      return { reply: 'refused', error: failure.frame }
    }
  }

  private async did(question: Question): Promise<boolean> {
    const { held } = this.parts
    switch (question.ask) {
      case 'attend':
        return held.attend(question)
      case 'stop':
        return held.stop(question.userId, question.requestId)
      case 'end':
        return held.end(question.userId, question.requestId)
      case 'forget':
        await held.forget(question.userId, question.sessionId, question.requestIds)
        return true
      case 'forgetUser':
        await held.forgetUser(question.userId, question.requestIds)
        return true
    }
  }
}
