import * as v from 'valibot'
import { shuttingDown } from '../answer/answer-error'
import { throwRefusal } from '../answer/calls-to-others'
import type { LiveAnswer, LiveRequest } from '../answer/live-answers'
import { askedOnly, type OtherProcesses } from '../answer/other-processes'
import { type Clock, within } from '../time/clock'
import type { Channel } from './channel'
import { Reading } from './reading'
import { type Question, type Reply, type SiblingMessage, siblingMessageSchema } from './sibling-messages'

/** Milliseconds that a sibling may take to answer; the end of an answer waits for its last saves. */
const PATIENCE = 2000
const PATIENCE_OF_AN_END = 10_000

interface Waiting {
  sibling: number
  resolve(reply: Reply): void
}

const NONE: Reply = { reply: 'none' }

/** The answers of the other processes of this machine: whichever of them a client comes to reads from the one that writes. */
export class Siblings implements OtherProcesses {
  readonly check = askedOnly.check
  readonly tell = askedOnly.tell
  readonly seat = askedOnly.seat
  private lastCall = 0
  private readonly waiting = new Map<number, Waiting>()
  private readonly readings = new Map<number, { sibling: number; reading: Reading }>()

  constructor(
    private readonly channel: Channel,
    private readonly clock: Clock,
  ) {
    channel.onMessage((from, body) => this.receive(from, body))
    channel.onGone((sibling) => this.gone(sibling))
  }

  async attach(request: LiveRequest): Promise<LiveAnswer | undefined> {
    const calls = this.askAll({ ask: 'attach', ...request }, PATIENCE)
    const first = await firstFound(calls.map(async (each) => ({ ...each, reply: await each.reply })))
    if (first === undefined || first.reply.reply !== 'attached') return undefined
    const { call, sibling, reply } = first
    for (const other of calls) if (other.call !== call) this.leaveIfAttached(other)
    return this.read(call, sibling, reply)
  }

  stop(userId: string, requestId: string): Promise<boolean> {
    return this.anyDid({ ask: 'stop', userId, requestId }, PATIENCE)
  }

  end(userId: string, requestId: string): Promise<boolean> {
    return this.anyDid({ ask: 'end', userId, requestId }, PATIENCE_OF_AN_END)
  }

  async forget(userId: string, sessionId: string, requestIds: readonly string[]): Promise<void> {
    await this.anyDid({ ask: 'forget', userId, sessionId, requestIds: [...requestIds] }, PATIENCE)
  }

  async forgetUser(userId: string, requestIds: readonly string[]): Promise<void> {
    await this.anyDid({ ask: 'forgetUser', userId, requestIds: [...requestIds] }, PATIENCE_OF_AN_END)
  }

  leave(): void {
    for (const { reading } of this.readings.values()) reading.part(shuttingDown().frame)
  }

  private leaveIfAttached({
    call,
    sibling,
    reply,
  }: {
    call: number
    sibling: number
    reply: Promise<Reply>
  }): void {
    reply.then(({ reply: what }) => {
      if (what === 'attached') this.say(sibling, { call, read: 'leave' })
    }, undefined)
  }

  private async anyDid(question: Question, patience: number): Promise<boolean> {
    const replies = await Promise.all(this.askAll(question, patience).map(({ reply }) => reply))
    for (const each of replies) throwRefusal(each)
    return replies.some(({ reply }) => reply === 'done')
  }

  private askAll(question: Question, patience: number) {
    return this.channel.siblings.map((sibling) => {
      this.lastCall += 1
      const call = this.lastCall
      return { call, sibling, reply: this.ask(call, sibling, question, patience) }
    })
  }

  private async ask(call: number, sibling: number, question: Question, patience: number): Promise<Reply> {
    let reply = NONE
    const replied = new Promise<void>((resolve) => {
      this.waiting.set(call, {
        sibling,
        resolve: (given) => {
          reply = given
          resolve()
        },
      })
    })
    this.say(sibling, { call, question })
    await within(this.clock, patience, replied)
    this.waiting.delete(call)
    return reply
  }

  private read(
    call: number,
    sibling: number,
    { accepted, standing }: Extract<Reply, { reply: 'attached' }>,
  ): LiveAnswer {
    const say = (read: 'next' | 'stop' | 'leave') => {
      if (read === 'leave') this.readings.delete(call)
      this.say(sibling, { call, read })
    }
    const reading = new Reading(say)
    this.readings.set(call, { sibling, reading })
    // It may have gone since it answered.
    if (!this.channel.siblings.includes(sibling)) reading.part(shuttingDown().frame)
    return { accepted, standing, frames: reading, stop: () => say('stop') }
  }

  private receive(from: number, body: unknown): void {
    const parsed = v.safeParse(siblingMessageSchema, body)
    if (!parsed.success) return
    const { output } = parsed
    if ('answer' in output) this.replied(from, output.call, output.answer)
    else if ('frame' in output) this.readings.get(output.call)?.reading.take(output.frame)
    else if ('ended' in output) this.readings.get(output.call)?.reading.end()
  }

  /** A way that comes too late is left at once: nobody reads there. */
  private replied(from: number, call: number, reply: Reply): void {
    const waiting = this.waiting.get(call)
    if (waiting) waiting.resolve(reply)
    else if (reply.reply === 'attached') this.say(from, { call, read: 'leave' })
  }

  private gone(sibling: number): void {
    for (const waiting of this.waiting.values()) if (waiting.sibling === sibling) waiting.resolve(NONE)
    for (const each of this.readings.values()) {
      if (each.sibling === sibling) each.reading.part(shuttingDown().frame)
    }
  }

  private say(to: number, message: SiblingMessage): void {
    this.channel.send(to, message)
  }
}

/** The first that has it; `undefined` when all have said that they do not. Rejects where that one refuses. */
async function firstFound<T extends { reply: Reply }>(calls: readonly Promise<T>[]): Promise<T | undefined> {
  const found = calls.map(async (each) => {
    const replied = await each
    if (replied.reply.reply === 'none') throw new Error('not here')
    return replied
  })
  try {
    const first = await Promise.any(found)
    throwRefusal(first.reply)
    return first
  } catch (error) {
    if (error instanceof AggregateError) return undefined
    throw error
  }
}
